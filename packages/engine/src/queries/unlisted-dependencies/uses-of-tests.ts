import {
  type BlockId,
  type BlockKey,
  type Fact,
  isOutsidePath,
  parseBlockId,
  parseSuiteId,
  SEEDED_AT,
  type TestFileId,
} from '@nx-testmon/core';
import type { StoreSnapshot } from '@nx-testmon/store';

/** Test files by what they use. */
export type TestFilesByUse = ReadonlyMap<string, readonly string[]>;

/**
 * What the test files of a project use, according to their newest facts. Paths are relative to the workspace
 * root.
 */
export interface UsesOfTests {
  readonly project: string;
  /** Modules and other files that count by content. */
  readonly files: TestFilesByUse;
  /** Folders whose names count. */
  readonly folders: TestFilesByUse;
  /** Folders whose files all count. */
  readonly trees: TestFilesByUse;
  /** Globs of the option `dependsOnFiles`. */
  readonly globs: TestFilesByUse;
  /** Names of environment variables. */
  readonly variables: TestFilesByUse;
  /** The environment variables that were set. */
  readonly setVariables: ReadonlySet<string>;
}

type UseKind = Exclude<keyof UsesOfTests, 'project' | 'setVariables'>;

interface Use {
  readonly kind: UseKind;
  readonly name: string;
}

/**
 * Reads what test files use, from the newest fact of each that comes from a run, in any environment. Lookups
 * are left out, because test runners look for configurations in every folder above a project.
 *
 * @param isThere whether a test file still exists
 */
export function readUsesOfTests(
  snapshot: StoreSnapshot,
  projects: ReadonlySet<string>,
  isThere: (testFile: string) => boolean,
): UsesOfTests[] {
  const collectors = new Map<string, UseCollector>();
  const known = new Map<BlockKey, Use | undefined>();
  for (const suite of snapshot.suites()) {
    const project = parseSuiteId(suite)?.project;
    if (project === undefined || !projects.has(project)) continue;
    const collector = collectors.get(project) ?? new UseCollector(known);
    collectors.set(project, collector);
    for (const path of snapshot.facts(suite).keys()) {
      const fact = isThere(path) ? newestOfRun(snapshot, { suite, path }) : undefined;
      if (fact) collector.add(fact);
    }
  }
  return [...collectors].map(([project, collector]) => ({ project, ...collector.uses() }));
}

function newestOfRun(snapshot: StoreSnapshot, testFile: TestFileId): Fact | undefined {
  for (const fact of snapshot.eachFact(testFile)) if (fact.endedAt !== SEEDED_AT) return fact;
  return undefined;
}

/** The fingerprint of a variable without a value. */
const UNSET = 'unset';

class UseCollector {
  private readonly byKind: Record<UseKind, Map<string, string[]>> = {
    files: new Map(),
    folders: new Map(),
    trees: new Map(),
    globs: new Map(),
    variables: new Map(),
  };
  private readonly setVariables = new Set<string>();

  /** @param known uses by block; most test files share them */
  constructor(private readonly known: Map<BlockKey, Use | undefined>) {}

  add({ testFile, dependencies }: Pick<Fact, 'testFile' | 'dependencies'>): void {
    for (const { block, hash } of dependencies) {
      const use = this.useOf(block);
      if (use === undefined) continue;
      if (use.kind === 'variables' && hash !== UNSET) this.setVariables.add(use.name);
      const testFiles = this.byKind[use.kind].get(use.name);
      if (testFiles === undefined) this.byKind[use.kind].set(use.name, [testFile.path]);
      else if (testFiles.at(-1) !== testFile.path) testFiles.push(testFile.path);
    }
  }

  uses(): Omit<UsesOfTests, 'project'> {
    return { ...this.byKind, setVariables: this.setVariables };
  }

  private useOf(block: BlockKey): Use | undefined {
    if (!this.known.has(block)) {
      const id = parseBlockId(block);
      this.known.set(block, id && useOfBlock(id));
    }
    return this.known.get(block);
  }
}

function useOfBlock(id: BlockId): Use | undefined {
  switch (id.kind) {
    case 'block':
    case 'hop':
    case 'unresolved':
    case 'targets':
    case 'text':
    case 'types':
      return { kind: 'files', name: id.module };
    case 'file':
    case 'read':
      return isOutsidePath(id.path) ? undefined : { kind: 'files', name: id.path };
    case 'list':
      return isOutsidePath(id.path) ? undefined : { kind: 'folders', name: id.path };
    case 'folder':
      return { kind: 'trees', name: id.path };
    case 'declared':
      return { kind: 'globs', name: id.glob };
    case 'variable':
      return { kind: 'variables', name: id.name };
    default:
      return undefined;
  }
}
