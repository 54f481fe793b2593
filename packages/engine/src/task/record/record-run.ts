import { join } from 'node:path';
import type { CodeResult, Fact, Problem, TaskRecord, TaskRun } from '@nx-testmon/core';
import {
  appendResults,
  appendRun,
  type CacheRows,
  carryBreaker,
  DEFAULT_LOCK_TIMING,
  type FactTrace,
  isLedgerLong,
  type MergeProblem,
  mergeRecords,
  pruneRecords,
  refuseStore,
  drainLedger,
  writePending,
  writeRecord,
} from '@nx-testmon/store';
import type { TaskState } from '../read-task/read-task';
import { movedAsideProblems } from '../../store/moved-aside';
import type { StorePaths } from '../../store/task-store';
import { probeFiles, trimCache } from '../../store/trim-cache';
import type { TaskSession } from '../task-session';

/** The results that a collecting task stores. */
export interface RunToRecord {
  readonly state: TaskState;
  readonly facts: readonly Fact[];
  /** Keys of stored facts that these facts replace. */
  readonly superseded: readonly string[];
  /** Traces of these facts, and of facts that are already stored. */
  readonly traces: readonly FactTrace[];
  /** Models of modules that were parsed after the run, by their keys in the cache. */
  readonly models: ReadonlyMap<string, string>;
  /** Code results for the result ledger. */
  readonly codeResults: readonly CodeResult[];
  readonly run: TaskRun;
}

/** The outcome of storing the facts of a run. */
export interface RecordedRun {
  readonly outcome: 'stored' | 'kept-for-later' | 'lost' | 'nothing-new';
  readonly facts: number;
  readonly problems: readonly Problem[];
}

/**
 * Writes what a task collected to its record, then merges it into the store. Records that can't be merged now
 * are kept in the pending folder. A failure in here does not fail the tests.
 */
export async function recordRun(session: TaskSession, toRecord: RunToRecord): Promise<RecordedRun> {
  const { paths, task, io } = session;
  // The folders are checked again, because the tests may have replaced them.
  const refusal = refuseStore(paths, task.project);
  if (refusal) return { outcome: 'lost', facts: toRecord.facts.length, problems: [refusal] };
  const cache = cacheRows(toRecord);
  const recorded =
    toRecord.facts.length === 0 && isEmpty(cache)
      ? await noteRun(toRecord.run, paths, io.clock())
      : await recordFacts(session, toRecord, cache);
  // A failure here is not reported, because nothing that runs depends on code results.
  if (toRecord.codeResults.length > 0) appendResults(paths.results, toRecord.codeResults, io.clock());
  carryBreaker(paths, task.project, io.clock());
  trimProbes(paths, io.clock());
  return recorded;
}

function trimProbes({ workspaceRoot, cache }: StorePaths, now: number): void {
  const base = join(workspaceRoot, 'node_modules');
  trimCache({ base, folder: join(cache, 'probes'), ownFiles: probeFiles }, now);
}

/** Stores the numbers of a run that has nothing else to store. A failure is not reported. */
async function noteRun(run: TaskRun, paths: StorePaths, now: number): Promise<RecordedRun> {
  appendRun(paths.runs, run);
  const problems = isLedgerLong(paths.runs) ? await mergeLedger(paths, now) : [];
  return { outcome: 'nothing-new', facts: 0, problems };
}

/**
 * Moves the numbers of many runs to the store. Numbers that can't be merged now stay in the ledger, which is
 * not reported.
 */
async function mergeLedger({ database: file, runs: ledger }: StorePaths, now: number): Promise<Problem[]> {
  const { runs, forget } = drainLedger(ledger);
  const merged = await mergeRecords({ file, records: [], runs, lock: DEFAULT_LOCK_TIMING, now });
  if (merged.kind !== 'merged') return [];
  forget();
  return movedAsideProblems(merged.movedAside);
}

async function recordFacts(
  session: TaskSession,
  { state, facts, superseded, run }: RunToRecord,
  cache: CacheRows,
): Promise<RecordedRun> {
  const { task, paths, io } = session;
  const { execId, project, target } = task;
  const record: TaskRecord = { execId, project, target, facts, run };
  const written = facts.length > 0 ? writeTaskRecord(session, record) : { digests: [], problems: [] };
  const earlier = drainLedger(paths.runs);
  const merged = await mergeRecords({
    file: paths.database,
    records: facts.length > 0 ? [record] : [],
    runs: [run, ...earlier.runs],
    ...(written.digests.length > 0 ? { recordDigests: written.digests } : {}),
    cache,
    supersededFacts: superseded,
    ...(hasAllTestFiles(state) ? { existingTestFiles: testFilesBySuite(state) } : {}),
    lock: DEFAULT_LOCK_TIMING,
    now: io.clock(),
  });
  if (merged.kind !== 'merged') return keepForLater(record, merged, paths, written.problems);
  earlier.forget();
  return {
    outcome: 'stored',
    facts: facts.length,
    problems: [...written.problems, ...movedAsideProblems(merged.movedAside)],
  };
}

/** Writes the record, and removes older records of the task that are already in the store. */
function writeTaskRecord(
  { task, paths, store, io }: TaskSession,
  record: TaskRecord,
): { readonly digests: readonly string[]; readonly problems: readonly Problem[] } {
  const written = writeRecord(paths.records, record);
  if (!written.ok) {
    return { digests: [], problems: [{ kind: 'record-not-written', detail: written.message }] };
  }
  pruneRecords({
    recordsDir: paths.records,
    pendingDir: paths.pending,
    project: task.project,
    target: task.target,
    keep: [written.digest],
    isMerged: (digest) => store.hasMerged(digest),
    now: io.clock(),
  });
  return { digests: [written.digest], problems: [] };
}

function keepForLater(
  record: TaskRecord,
  problem: MergeProblem,
  paths: StorePaths,
  earlier: readonly Problem[],
): RecordedRun {
  const facts = record.facts.length;
  const problems = [...earlier, problem];
  if (facts === 0) {
    if (record.run) appendRun(paths.runs, record.run);
    return { outcome: 'nothing-new', facts, problems };
  }
  const kept = writePending(paths.pending, record);
  return kept.ok
    ? { outcome: 'kept-for-later', facts, problems }
    : { outcome: 'lost', facts, problems: [...problems, { kind: 'record-not-kept', detail: kept.message }] };
}

/** Cache rows, so that the next task does not need to read and discover again. */
function cacheRows({ state: { files, discovered }, traces, models }: RunToRecord): CacheRows {
  return {
    files: [...files.newFiles].map(([path, entry]) => ({ path, ...entry })),
    models: [...new Map([...files.newModels, ...models])].map(([key, json]) => ({ key, json })),
    discoveries: discovered,
    traces,
  };
}

function isEmpty({ files, models, discoveries, traces }: CacheRows): boolean {
  return !files?.length && !models?.length && !discoveries?.length && !traces?.length;
}

/** Whether the list of test files is complete. The command line may exclude some suites. */
function hasAllTestFiles({ runFilters }: TaskState): boolean {
  return !runFilters.projects && runFilters.fileFilters.length === 0 && !runFilters.changed;
}

function testFilesBySuite({ suites }: TaskState): { suite: string; testFiles: string[] }[] {
  const bySuite = new Map<string, string[]>();
  for (const { suite, testFiles } of suites) {
    const known = bySuite.get(suite.id) ?? [];
    bySuite.set(suite.id, [...known, ...testFiles.map(({ testFile }) => testFile)]);
  }
  return [...bySuite]
    .filter(([, testFiles]) => testFiles.length > 0)
    .map(([suite, testFiles]) => ({ suite, testFiles }));
}
