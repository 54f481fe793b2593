import { join, resolve } from 'node:path';
import {
  type Decision,
  decideByTrace,
  type Fact,
  type FileCache,
  type CurrentTrace,
  compareFactTraces,
  type KeptDiscovery,
  NameTable,
  SEEDED_AT,
  selectTestFile,
  type TaskRun,
  type CurrentState,
  renderProblem,
} from '@nx-testmon/core';
import { openStoreSnapshot, type StoreSnapshot } from '@nx-testmon/store';

/** Where the store and its records lie; absolute paths. */
export interface StorePaths {
  readonly database: string;
  readonly records: string;
  readonly pending: string;
  /** What runs saved that had nothing else to store. */
  readonly runs: string;
  /** What saves time in later collecting runs; its loss costs nothing else. */
  readonly cache: string;
}

/** `NX_TESTMON_DATAFILE` moves the database alone; records stay where Nx expects the task's outputs. */
export function storePaths(
  workspaceRoot: string,
  env: Readonly<Record<string, string | undefined>>,
): StorePaths {
  const folder = join(workspaceRoot, '.testmon');
  const moved = env['NX_TESTMON_DATAFILE'];
  return {
    database: moved ? resolve(workspaceRoot, moved) : join(folder, 'testmondata.db'),
    records: join(folder, 'records'),
    pending: join(folder, 'pending'),
    runs: join(folder, 'runs.jsonl'),
    cache: join(folder, 'cache'),
  };
}

export interface LastRun {
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
}

/** What a task reads of the store: nothing is written, whatever it asks. */
export interface TaskStore {
  readonly cache: FileCache;
  /** Holds the names of the blocks of facts; an analysis that is compared with them shares it. */
  readonly names: NameTable;
  /** Decides by walks. */
  decide(suite: string, testFile: string, current: CurrentState): Decision;
  /** Decides without a walk, as far as it is known what the walks of facts asked. */
  judging(current: CurrentTrace): Judge;
  /** All that is known of one test file, newest first. */
  factsOf(suite: string, testFile: string): readonly Fact[];
  /** How a test file ended when it last ran, in any environment. */
  lastRun(suite: string, testFile: string): LastRun | undefined;
  discovery(key: string): KeptDiscovery | undefined;
  hasMerged(recordDigest: string): boolean;
  /** What earlier runs chose and saved, as far as it is in the store. */
  runs(): readonly TaskRun[];
  /** Why the store, or a part of it, could not be used: then more is selected. */
  readonly notes: readonly string[];
  close(): void;
}

/** @returns `undefined` where walks must decide */
export type Judge = (suite: string, testFile: string, environment: string) => Decision | undefined;

const busyTimeoutMs = 5000;

/** Opens the store for one task. A store that can't be used is an empty one, with the reason in `notes`. */
export async function openTaskStore(paths: StorePaths): Promise<TaskStore> {
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: busyTimeoutMs });
  if (!opened.ok) {
    const isNew = opened.problem.kind === 'store-missing';
    return emptyStore([
      isNew ? `no facts yet: there is no ${paths.database}` : renderProblem(opened.problem),
    ]);
  }
  const { snapshot } = opened;
  return {
    cache: snapshot,
    names: snapshot.names,
    decide: (suite, testFile, current) =>
      selectTestFile(snapshot.eachFact({ suite, path: testFile }), current),
    judging: (current) => judgingIn(snapshot, current),
    factsOf: (suite, testFile) => snapshot.factsOf({ suite, path: testFile }),
    lastRun: (suite, testFile) =>
      snapshot
        .facts(suite)
        .get(testFile)
        ?.find(({ endedAt }) => endedAt !== SEEDED_AT),
    discovery: (key) => snapshot.discovery(key),
    hasMerged: (recordDigest) => snapshot.hasMerged(recordDigest),
    runs: () => snapshot.runs(),
    get notes() {
      return snapshot.notes();
    },
    close: () => snapshot.close(),
  };
}

function judgingIn(snapshot: StoreSnapshot, current: CurrentTrace): Judge {
  const verdictOn = compareFactTraces(snapshot, current);
  return (suite, testFile, environment) => {
    const facts = snapshot.facts(suite).get(testFile) ?? [];
    return decideByTrace(facts, environment, (fact) =>
      verdictOn({
        blocks: fact.blocks,
        trace: snapshot.traceOf(fact),
        fingerprints: () => snapshot.dependenciesOf(fact),
      }),
    );
  };
}

/** A store that knows nothing. */
export function emptyStore(notes: readonly string[]): TaskStore {
  return {
    cache: { file: () => undefined, model: () => undefined },
    names: new NameTable(),
    decide: (_suite, _testFile, current) => selectTestFile([], current),
    judging: () => () => undefined,
    factsOf: () => [],
    lastRun: () => undefined,
    discovery: () => undefined,
    hasMerged: () => false,
    runs: () => [],
    notes,
    close: () => undefined,
  };
}
