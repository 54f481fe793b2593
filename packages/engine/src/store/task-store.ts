import { join, resolve } from 'node:path';
import {
  type CodeResult,
  type EnvironmentKey,
  type EnvironmentVariables,
  type Fact,
  type FileCache,
  type StoredDiscovery,
  NameTable,
  SEEDED_AT,
  type TaskRun,
  type StoredBreaker,
  type TestFileId,
  type Problem,
} from '@nx-testmon/core';
import {
  followChosenPath,
  openStoreSnapshot,
  readBreaker,
  readLedger,
  readResults,
  refuseStore,
  runKey,
  type StoreFolder,
  type StoreSnapshot,
} from '@nx-testmon/store';

/** Name of the result ledger in the store, and in an exported folder. */
export const resultLedgerName = 'results.jsonl';

/** Absolute paths of the store and its records. */
export interface StorePaths extends StoreFolder {
  readonly records: string;
  readonly pending: string;
  /** The run ledger, which contains runs without new facts. */
  readonly runs: string;
  /** The result ledger, which identifies flaky test files. */
  readonly results: string;
  /** Folder of the breakers, with one file for each project whose selection is off. */
  readonly breakers: string;
  /**
   * Instrumented code, and modules as a test runner has transformed them; they only save time. This code is
   * executed and trusted like packages. The folder is therefore not part of the store, which may come from a
   * branch or a cache.
   */
  readonly cache: string;
}

/** `NX_TESTMON_DATAFILE` only moves the database, because Nx expects the records at a fixed path. */
export function storePaths(workspaceRoot: string, env: EnvironmentVariables): StorePaths {
  const folder = join(workspaceRoot, '.testmon');
  const moved = env['NX_TESTMON_DATAFILE'];
  return {
    workspaceRoot,
    folder,
    database: moved
      ? followChosenPath(workspaceRoot, resolve(workspaceRoot, moved))
      : join(folder, 'testmondata.db'),
    records: join(folder, 'records'),
    pending: join(folder, 'pending'),
    runs: join(folder, 'runs.jsonl'),
    results: join(folder, resultLedgerName),
    breakers: join(folder, 'breakers'),
    cache: join(workspaceRoot, 'node_modules/.cache/nx-testmon'),
  };
}

export interface LastRun {
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** The blocks that it depended on, packed: about one byte for each block. */
  readonly blocks: Uint8Array;
}

/** The part of the store that a task reads. Writes nothing. */
export interface TaskStore {
  readonly cache: FileCache;
  /** The names of the blocks of facts. An analysis that is compared with the facts shares it. */
  readonly names: NameTable;
  /** The stored facts with their dependency traces; `undefined` without a database. */
  readonly packedFacts:
    Pick<StoreSnapshot, 'facts' | 'traceOf' | 'dependenciesOf' | 'traceEntry' | 'blocksOf'> | undefined;
  /** The facts of one test file, newest first. Each fact is only read when it is requested. */
  eachFact(testFile: TestFileId): ReturnType<StoreSnapshot['eachFact']> | readonly [];
  /** All facts of one test file, newest first. */
  factsOf(testFile: TestFileId): readonly Fact[];
  /** The newest fact of a test file in an environment. */
  newestFact(testFile: TestFileId, environment: EnvironmentKey): Fact | undefined;
  /** Whether a test file has a fact with this outcome in an environment. */
  hasFact(testFile: TestFileId, environment: EnvironmentKey, outcome: Fact['outcome']): boolean;
  /** Sequences of all facts of a test file, including those that can't be used. */
  sequencesOf(testFile: TestFileId): readonly number[];
  /** How a test file ended when it last ran, in any environment. */
  lastRun(testFile: TestFileId): (LastRun & Pick<Fact, 'endedAt'>) | undefined;
  /** What a test file can reach at the commit that it was seeded from, packed like the blocks of its last run. */
  seededBlocks(testFile: TestFileId): Uint8Array | undefined;
  discovery(key: string): StoredDiscovery | undefined;
  hasMerged(recordDigest: string): boolean;
  /** Earlier runs, from the database and the run ledger. */
  runs(): readonly TaskRun[];
  /** Reads the code results, which identify flaky test files; the newest first. */
  codeResults(): readonly CodeResult[];
  /** The breaker that turns off the selection of a project, read once. */
  breaker(project: string): StoredBreaker | undefined;
  /** Why the store, or a part of what was read of it so far, could not be used. More is selected then. */
  problemsSoFar(): readonly Problem[];
  close(): void;
}

const busyTimeoutMs = 5000;

/**
 * Opens the store for one task. A store that can't be used is treated as empty, with the reason as its problem.
 *
 * @param now in ms since 1970
 * @param project its folder of records is checked too
 */
export async function openTaskStore(paths: StorePaths, now: number, project?: string): Promise<TaskStore> {
  const refusal = refuseStore(paths, project);
  if (refusal) return emptyStore([refusal]);
  const outsideDatabase = readOutsideDatabase(paths, now);
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: busyTimeoutMs, now });
  if (!opened.ok) {
    const isNew = opened.problem.kind === 'store-missing';
    const problem = isNew ? ({ kind: 'no-facts-yet', file: paths.database } as const) : opened.problem;
    return { ...emptyStore([problem]), runs: () => readLedger(paths.runs), ...outsideDatabase };
  }
  const { snapshot } = opened;
  return {
    cache: snapshot,
    names: snapshot.names,
    packedFacts: snapshot,
    eachFact: (testFile) => snapshot.eachFact(testFile),
    factsOf: (testFile) => snapshot.factsOf(testFile),
    newestFact: (testFile, environment) => {
      for (const fact of snapshot.eachFact(testFile)) if (fact.environment === environment) return fact;
      return undefined;
    },
    hasFact: ({ suite, path }, environment, outcome) =>
      snapshot
        .facts(suite)
        .get(path)
        ?.some((fact) => fact.environment === environment && fact.outcome === outcome) === true,
    sequencesOf: (testFile) => snapshot.sequencesOf(testFile),
    lastRun: ({ suite, path }) =>
      snapshot
        .facts(suite)
        .get(path)
        ?.find(({ endedAt }) => endedAt !== SEEDED_AT),
    seededBlocks: ({ suite, path }) =>
      snapshot
        .facts(suite)
        .get(path)
        ?.find(({ endedAt }) => endedAt === SEEDED_AT)?.blocks,
    discovery: (key) => snapshot.discovery(key),
    hasMerged: (recordDigest) => snapshot.hasMerged(recordDigest),
    runs: () => mergeRuns(snapshot.runs(), readLedger(paths.runs)),
    ...outsideDatabase,
    problemsSoFar: () => snapshot.problems(),
    close: () => snapshot.close(),
  };
}

/** Reads the files beside the database, a breaker at most once. */
function readOutsideDatabase(paths: StorePaths, now: number): Pick<TaskStore, 'codeResults' | 'breaker'> {
  const breakers = new Map<string, StoredBreaker | undefined>();
  return {
    codeResults: () => readResults(paths.results, now),
    breaker: (project) => {
      if (!breakers.has(project)) breakers.set(project, readBreaker(paths, project, now));
      return breakers.get(project);
    },
  };
}

/** Returns each run once, even if both the database and the run ledger contain it. */
export function mergeRuns(stored: readonly TaskRun[], noted: readonly TaskRun[]): readonly TaskRun[] {
  return [...new Map([...stored, ...noted].map((run) => [runKey(run), run])).values()];
}

/** A store without facts. */
export function emptyStore(problems: readonly Problem[]): TaskStore {
  return {
    cache: { file: () => undefined, model: () => undefined },
    names: new NameTable(),
    packedFacts: undefined,
    eachFact: () => [],
    factsOf: () => [],
    newestFact: () => undefined,
    hasFact: () => false,
    sequencesOf: () => [],
    lastRun: () => undefined,
    seededBlocks: () => undefined,
    discovery: () => undefined,
    hasMerged: () => false,
    runs: () => [],
    codeResults: () => [],
    breaker: () => undefined,
    problemsSoFar: () => problems,
    close: () => undefined,
  };
}
