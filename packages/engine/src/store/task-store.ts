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
  /** The run ledger, for runs without new facts. */
  readonly runs: string;
  /** The result ledger, which identifies flaky test files. */
  readonly results: string;
  /** Folder of the breakers, one file for each project whose selection is off. */
  readonly breakers: string;
  /**
   * Instrumented code, and modules as a test runner has transformed them, which only saves time. Its content is
   * executed and trusted like packages, so it is not part of the store, which may come from a branch or a cache.
   */
  readonly cache: string;
}

/** `NX_TESTMON_DATAFILE` only moves the database; Nx expects the records at a fixed path. */
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
  /** The blocks that it depended on, packed: about as many bytes as there are blocks. */
  readonly blocks: Uint8Array;
}

/** The part of the store that a task reads. Nothing is written. */
export interface TaskStore {
  readonly cache: FileCache;
  /** Holds the names of the blocks of facts; an analysis that is compared with them shares it. */
  readonly names: NameTable;
  /** The facts as they are stored, with their dependency traces; `undefined` where there are none. */
  readonly packedFacts:
    Pick<StoreSnapshot, 'facts' | 'traceOf' | 'dependenciesOf' | 'traceEntry' | 'blocksOf'> | undefined;
  /** The facts of one test file, newest first; each is read when it is asked for. */
  eachFact(testFile: TestFileId): ReturnType<StoreSnapshot['eachFact']> | readonly [];
  /** All facts of one test file, newest first. */
  factsOf(testFile: TestFileId): readonly Fact[];
  /** The newest fact of a test file in an environment. */
  newestFact(testFile: TestFileId, environment: EnvironmentKey): Fact | undefined;
  /** Whether there is a fact of a test file in an environment with this outcome. */
  hasFact(testFile: TestFileId, environment: EnvironmentKey, outcome: Fact['outcome']): boolean;
  /** Sequences of all facts of a test file, also of those that can't be used. */
  sequencesOf(testFile: TestFileId): readonly number[];
  /** How a test file ended when it last ran, in any environment. */
  lastRun(testFile: TestFileId): (LastRun & Pick<Fact, 'endedAt'>) | undefined;
  discovery(key: string): StoredDiscovery | undefined;
  hasMerged(recordDigest: string): boolean;
  /** Earlier runs, of the database and of the run ledger. */
  runs(): readonly TaskRun[];
  /** The code results, which identify flaky test files, read once, when they are first needed; the newest first. */
  codeResults(): readonly CodeResult[];
  /** What turns the selection of a project off, read once. */
  breaker(project: string): StoredBreaker | undefined;
  /** Why the store, or a part of it, could not be used. More is selected then. */
  readonly problems: readonly Problem[];
  close(): void;
}

const busyTimeoutMs = 5000;

/**
 * Opens the store for one task. A store that can't be used is an empty one, with the reason in `problems`.
 *
 * @param now in ms since 1970
 * @param project whose folder of records must be ours, too
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
    discovery: (key) => snapshot.discovery(key),
    hasMerged: (recordDigest) => snapshot.hasMerged(recordDigest),
    runs: () => mergeRuns(snapshot.runs(), readLedger(paths.runs)),
    ...outsideDatabase,
    get problems() {
      return snapshot.problems();
    },
    close: () => snapshot.close(),
  };
}

/** Files beside the database, each read once. */
function readOutsideDatabase(paths: StorePaths, now: number): Pick<TaskStore, 'codeResults' | 'breaker'> {
  const breakers = new Map<string, StoredBreaker | undefined>();
  let results: readonly CodeResult[] | undefined;
  return {
    codeResults: () => (results ??= readResults(paths.results, now)),
    breaker: (project) => {
      if (!breakers.has(project)) breakers.set(project, readBreaker(paths.breakers, project));
      return breakers.get(project);
    },
  };
}

/** Each run once, whether the database or the ledger beside it holds it. */
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
    discovery: () => undefined,
    hasMerged: () => false,
    runs: () => [],
    codeResults: () => [],
    breaker: () => undefined,
    problems,
    close: () => undefined,
  };
}
