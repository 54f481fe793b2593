import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { type Dependencies, findDependencies } from './find-dependencies';
import { findTypeDependencies } from './find-type-dependencies';
import type { Analysis } from '../analysis';
import type { ModuleGraph } from '../graph/module-graph';
import type { Linking } from './load-plans';
import { fingerprintData, fingerprintWholeProject, snapshotOfTestFile } from '../graph/project-files';
import type { ExecutedBlocks, Reads, TestExecution } from '../records/test-execution';
import { fingerprintReads } from './reads';

/** A suite's part in the dependencies of each of its test files. */
export interface SuiteRoots extends Linking {
  readonly project: string;
  readonly setup: readonly string[];
  readonly packages: readonly string[];
  readonly snapshots: 'default' | 'custom';
  /** Modules and other files whose whole text counts for every test file with types. */
  readonly typed?: readonly string[];
  /** Files that the user declared to be read by every test file. */
  readonly declared?: readonly Fingerprint[];
}

export interface SuiteTestFile {
  readonly testFile: string;
  /** A type test, or one whose modules are type-checked as they are loaded. */
  readonly types: boolean;
}

/** Everything one test file depends on, with the way to each block. */
export interface TestDependencies {
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** For each block, the block or module that led to it; roots have none. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Modules it loads. */
  readonly modules: ReadonlySet<string>;
}

/** Dependencies of a suite's test files. */
export interface SuiteDependencies {
  /** Everything the test file could reach. @throws Error for a test file that is none of the suite */
  of(testFile: string): TestDependencies;
  /** The same, with only those bodies that ran and, where all reads are known, only the files that were read. */
  executedDependencies(testFile: string, ran: TestExecution): TestDependencies;
}

/**
 * Dependencies of a suite's test files: what each could reach, and the files of its project that no test is
 * known to load, which any of them may read. Each is found when it is asked for, and then kept.
 */
export function findSuiteDependencies(
  analysis: Analysis,
  roots: SuiteRoots,
  testFiles: readonly SuiteTestFile[],
): SuiteDependencies {
  const { graph } = analysis;
  const typed = new Map(
    testFiles.map(({ testFile, types }) => [
      testFile,
      memoise(() => (types ? findTypeDependencies(graph, [testFile, ...(roots.typed ?? [])]) : [])),
    ]),
  );
  const reached = new Map(
    testFiles.map(({ testFile }) => [
      testFile,
      memoise(() => findDependencies(analysis, { testFile, ...roots })),
    ]),
  );
  const loaded = memoise(() => new Set([...reached.values()].flatMap((found) => [...found().modules])));
  const data = new Map<string, readonly Fingerprint[]>();
  const dataOf = (project: string) => {
    const known = data.get(project) ?? fingerprintData(graph, project, loaded());
    data.set(project, known);
    return known;
  };

  function complete(testFile: string, dependencies: Dependencies, reads?: Reads): TestDependencies {
    const hashes = new Map(dependencies.hashes);
    const causes = new Map(dependencies.causes);
    const add = ({ block, hash }: Fingerprint, cause: string | undefined) => {
      hashes.set(block, hash);
      if (!causes.has(block)) causes.set(block, cause);
    };
    for (const fingerprint of entryOf(typed, testFile)()) add(fingerprint, testFile);
    for (const fingerprint of roots.declared ?? []) add(fingerprint, undefined);
    for (const fingerprint of extraFingerprints(graph, roots, testFile, dependencies, dataOf, reads))
      add(fingerprint, undefined);
    for (const fingerprint of reads ? fingerprintReads(graph, reads, dependencies.modules) : [])
      add(fingerprint, testFile);
    return { hashes, causes, modules: dependencies.modules };
  }

  const walked = new Map<string, KnownWalk[]>();

  /** Facts of one test file often tell of the same bodies: their walk is done once. */
  function walkNarrowed(
    testFile: string,
    bodies: ExecutedBlocks | undefined,
    readsAreKnown: boolean,
  ): Dependencies {
    const known = walked.get(testFile) ?? [];
    walked.set(testFile, known);
    const describe = memoise(
      () => `${readsAreKnown} ${bodies ? describeCollected(graph, bodies) : 'everything'}`,
    );
    const same = known.find((one) => one.describe() === describe());
    if (same) return same.dependencies;
    const dependencies = findDependencies(analysis, { testFile, ...roots, readsAreKnown }, bodies);
    known.push({ describe, dependencies });
    return dependencies;
  }

  function executedDependencies(
    testFile: string,
    { executedBlocks, reads }: TestExecution,
  ): TestDependencies {
    return complete(testFile, walkNarrowed(testFile, executedBlocks, reads?.isComplete === true), reads);
  }

  const found = new Map(
    testFiles.map(({ testFile }) => [
      testFile,
      memoise(() => complete(testFile, entryOf(reached, testFile)())),
    ]),
  );

  return { of: (testFile) => entryOf(found, testFile)(), executedDependencies };
}

function entryOf<T>(entries: ReadonlyMap<string, T>, testFile: string): T {
  const entry = entries.get(testFile);
  if (!entry) throw new Error(`${testFile} is no test file of the suite`);
  return entry;
}

function memoise<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** A walk that was done, with what led it, as text. */
interface KnownWalk {
  readonly describe: () => string;
  readonly dependencies: Dependencies;
}

/** Equal for what leads the walk the same way: names that are no bodies today mean nothing to it. */
function describeCollected(graph: ModuleGraph, collected: ExecutedBlocks): string {
  const lines = [...collected].map(([path, names]) => {
    const bodies = (graph.model(path)?.blocks ?? []).filter(
      ({ name, parent }) => parent !== undefined && names.has(name),
    );
    return JSON.stringify([path, ...bodies.map(({ name }) => name)]);
  });
  return lines.sort().join('\n');
}

function extraFingerprints(
  graph: ModuleGraph,
  roots: SuiteRoots,
  testFile: string,
  { readingProjects, fallbackProjects }: Dependencies,
  dataOf: (project: string) => readonly Fingerprint[],
  reads: Reads | undefined,
): Fingerprint[] {
  const snapshot = snapshotOfTestFile(testFile);
  const projects = reads?.isComplete === true ? [] : new Set([roots.project, ...readingProjects]);
  const opaque = new Set([...fallbackProjects.keys(), ...(reads?.fallback === true ? [roots.project] : [])]);
  return [
    ...[...projects].flatMap(dataOf),
    ...[...opaque].flatMap((project) => fingerprintWholeProject(graph, project)),
    ...(roots.snapshots === 'default'
      ? [
          {
            block: formatBlockId({ kind: 'file', path: snapshot }),
            hash: graph.contentHash(snapshot) ?? 'missing',
          },
        ]
      : []),
  ];
}
