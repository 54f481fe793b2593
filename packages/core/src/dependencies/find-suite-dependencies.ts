import type { Fallback } from '../fallback/fallback';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { sortFallbacks } from '../fallback/describe-fallback';
import type { Configurations, Dependencies } from './find-dependencies';
import { findTypeDependencies } from './find-type-dependencies';
import type { ModuleGraph } from '../graph/module-graph';
import { everyPackage } from '../graph/package-request';
import type { LinkOptions } from './load-plans';
import { fingerprintData, snapshotOfTestFile } from '../graph/fingerprint-project-files';
import type { GraphAnalysis } from './graph-analysis';
import type { Reads, TestExecution } from '../records/test-execution';
import { computeOnce } from './compute-once';
import { modulesOfTestFile } from './modules-of-test-file';
import { fingerprintReads, fingerprintVariables } from './fingerprint-reads';
import { SuiteTraversals } from './suite-traversals';

/** The starting points of the dependencies of all test files of a suite. */
export interface SuiteRoots extends LinkOptions {
  readonly project: string;
  readonly configurations?: Configurations;
  readonly setup: readonly string[];
  readonly setupFiles?: readonly string[];
  readonly packages: readonly string[];
  readonly snapshots: 'default' | 'custom';
  /** Extensions that imports may leave out. */
  readonly extensions?: readonly string[];
  /** Modules and other files whose whole text counts for every test file whose types are checked. */
  readonly typed?: readonly string[];
  /** The tsconfig files that the type check uses. Default: those nearest to the test file. */
  readonly typeConfigs?: readonly string[];
  /** Files that every test file reads, as the user declared. */
  readonly declared?: readonly Fingerprint[];
}

/** A test file of a suite. */
export interface SuiteTestFile {
  readonly testFile: string;
  /** A type test, or one whose modules are type-checked as they are loaded. */
  readonly types: boolean;
}

/** Everything that one test file depends on, with the path to each block. */
export interface TestDependencies {
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** For each block, the block or module that led to it; `undefined` for roots. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Modules that the test file loads. */
  readonly modules: ReadonlySet<string>;
  /** Those of the modules that only the test runner loads, as its configuration. */
  readonly configurations: ReadonlySet<string>;
  /** True if the dependencies are complete only with the traced loads, because something can't be followed. */
  readonly needsTracedLoads: boolean;
}

/** The modules that a test file loads. */
export type LoadedModules = Pick<TestDependencies, 'modules' | 'configurations' | 'needsTracedLoads'>;

/** Dependencies of a suite's test files. */
export interface SuiteDependencies {
  /** Everything the test file could reach. @throws Error for a test file outside the suite */
  of(testFile: string): TestDependencies;
  /**
   * The same with only the executed functions and branches and, if all reads are known, only the files that were
   * read.
   */
  executedDependencies(testFile: string, execution: TestExecution): TestDependencies;
  /**
   * Only the modules of these dependencies, which takes less time.
   *
   * @param execution without it, the modules that the test file could load
   */
  loadedModules(testFile: string, execution?: TestExecution): LoadedModules;
  /** The code that can't be followed; with an execution, only what the execution did not observe. */
  codeFallbacks(testFile: string, execution?: TestExecution): readonly Fallback[];
}

/**
 * Finds the dependencies of a suite's test files: what each could reach, and the data files of its project, which any
 * of them may read. Each result is computed on the first call and kept.
 */
export function findSuiteDependencies(
  analysis: GraphAnalysis,
  roots: SuiteRoots,
  testFiles: readonly SuiteTestFile[],
): SuiteDependencies {
  return new SuiteDependencyFinder(analysis, roots, testFiles);
}

class SuiteDependencyFinder implements SuiteDependencies {
  private readonly graph: ModuleGraph;
  private readonly testFiles: ReadonlyMap<string, SuiteTestFile>;
  private readonly traversals: SuiteTraversals;
  private readonly complete = new Map<string, TestDependencies>();
  private readonly types = new Map<string, readonly Fingerprint[]>();
  private readonly data = new Map<string, readonly Fingerprint[]>();
  private loaded: ReadonlySet<string> | undefined;

  constructor(
    private readonly analysis: GraphAnalysis,
    private readonly roots: SuiteRoots,
    testFiles: readonly SuiteTestFile[],
  ) {
    this.graph = analysis.graph;
    this.traversals = new SuiteTraversals(analysis, roots);
    this.testFiles = new Map(testFiles.map((one) => [one.testFile, one]));
  }

  of(testFile: string): TestDependencies {
    return computeOnce(this.complete, testFile, () => this.completed(testFile, this.traversals.of(testFile)));
  }

  executedDependencies(testFile: string, execution: TestExecution): TestDependencies {
    return this.completed(testFile, this.traversals.of(testFile, execution), execution);
  }

  loadedModules(testFile: string, execution?: TestExecution): LoadedModules {
    return this.traversals.of(testFile, execution);
  }

  codeFallbacks(testFile: string, execution?: TestExecution): readonly Fallback[] {
    return sortFallbacks([...this.traversals.of(testFile, execution).fallbackProjects.values()].flat());
  }

  /** Adds what a test file depends on besides the blocks that a traversal finds. */
  private completed(
    testFile: string,
    dependencies: Dependencies,
    { reads, variables = [] }: Pick<TestExecution, 'reads'> & { readonly variables?: Iterable<string> } = {},
  ): TestDependencies {
    const hashes = new Map(dependencies.hashes);
    const causes = new Map(dependencies.causes);
    const add = (fingerprints: readonly Fingerprint[], cause: string | undefined) => {
      for (const { block, hash } of fingerprints) {
        hashes.set(block, hash);
        if (!causes.has(block)) causes.set(block, cause);
      }
    };
    add(this.typesOf(testFile), testFile);
    add(this.roots.declared ?? [], undefined);
    add(this.dataFingerprints(dependencies, reads), undefined);
    for (const [project, [first]] of this.findFallbacks(dependencies, reads))
      add(this.analysis.wholeProject(project), first?.block ?? first?.module);
    if (this.roots.snapshots === 'default') add([snapshotFingerprint(this.graph, testFile)], undefined);
    if (reads) {
      const { extensions } = this.roots;
      add(fingerprintReads(this.graph, reads, modulesOfTestFile(dependencies), extensions), testFile);
    }
    add(fingerprintVariables(this.graph, variables), testFile);
    const { modules, configurations, needsTracedLoads } = dependencies;
    return { hashes, causes, modules, configurations, needsTracedLoads };
  }

  private typesOf(testFile: string): readonly Fingerprint[] {
    const known = this.testFiles.get(testFile);
    if (!known) throw new Error(`${testFile} is no test file of the suite`);
    if (!known.types) return [];
    return computeOnce(this.types, testFile, () => this.findTypes(testFile));
  }

  /** The sources of the types that are checked with a test file. */
  private findTypes(testFile: string): readonly Fingerprint[] {
    const { typed = [], typeConfigs = [] } = this.roots;
    return [
      ...findTypeDependencies(this.graph, [testFile, ...typed], [testFile, ...typeConfigs]),
      // Packages provide types too, and no module imports the packages of `@types`.
      this.graph.packageFingerprint(everyPackage),
    ];
  }

  /** Data files, unless all reads are known. */
  private dataFingerprints({ readingProjects }: Dependencies, reads: Reads | undefined): Fingerprint[] {
    const reading = reads?.isComplete === true ? [] : new Set([this.roots.project, ...readingProjects]);
    return [...reading].flatMap((one) => this.dataOf(one));
  }

  /** Projects of which all files count, because something can't be followed or ran untraced. */
  private findFallbacks(
    { fallbackProjects }: Dependencies,
    reads: Reads | undefined,
  ): ReadonlyMap<string, readonly Fallback[]> {
    const projects = new Map<string, readonly Fallback[]>(fallbackProjects);
    const { project } = this.roots;
    if (reads?.fallback === true && !projects.has(project)) projects.set(project, []);
    return projects;
  }

  private dataOf(project: string): readonly Fingerprint[] {
    return computeOnce(this.data, project, () => fingerprintData(this.graph, project, this.modulesOfSuite()));
  }

  /** Modules that any test file of the suite loads. */
  private modulesOfSuite(): ReadonlySet<string> {
    this.loaded ??= new Set(
      [...this.testFiles.keys()].flatMap((testFile) => [...this.traversals.of(testFile).modules]),
    );
    return this.loaded;
  }
}

function snapshotFingerprint(graph: ModuleGraph, testFile: string): Fingerprint {
  const path = snapshotOfTestFile(testFile);
  return { block: formatBlockId({ kind: 'file', path }), hash: graph.contentHash(path) ?? 'missing' };
}
