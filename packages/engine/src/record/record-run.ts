import { type Fact, type TaskRecord, type TaskRun, renderProblem } from '@nx-testmon/core';
import {
  appendRun,
  type CacheRows,
  isLedgerLong,
  DEFAULT_LOCK_TIMING,
  type FactTrace,
  type MergeProblem,
  mergePending,
  mergeRecords,
  pruneRecords,
  takeLedger,
  writePending,
  writeRecord,
} from '@nx-testmon/store';
import type { PreparedTask } from '../read-task/prepare-task';
import type { Task } from '../task';
import type { StorePlaces, TaskStore } from '../store/task-store';

/** What a task is to store. */
export interface LearnedFacts {
  readonly facts: readonly Fact[];
  /** What the walks of these facts ask, and of facts that are there already. */
  readonly inputs: readonly FactTrace[];
}

export interface RecordedRun {
  /** For the closing line, such as `3 facts stored`. */
  readonly stored: string;
  readonly notes: readonly string[];
}

/**
 * Writes what a task learned to its record, then merges it into the store. What can't be merged now waits in
 * the pending folder; no failure here is a failure of the tests.
 */
export async function recordRun(
  task: Task,
  prepared: PreparedTask,
  { facts, inputs }: LearnedFacts,
  run: TaskRun,
  store: TaskStore,
  places: StorePlaces,
  now: number,
): Promise<RecordedRun> {
  const cache = { ...learnedRows(prepared), traces: inputs };
  if (facts.length === 0 && isEmpty(cache)) {
    // A number that is lost is worth no line.
    appendRun(places.runs, run);
    if (isLedgerLong(places.runs)) await mergeLedger(places, now);
    return { stored: 'nothing new to store', notes: [] };
  }
  const record: TaskRecord = { execId: task.execId, project: task.project, target: task.target, facts, run };
  const notes: string[] = [];
  const records = facts.length > 0 ? [record] : [];
  const recordDigests: string[] = [];
  if (facts.length > 0) {
    const written = writeRecord(places.records, record);
    if (written.ok) {
      recordDigests.push(written.digest);
      const { records: recordsDir, pending: pendingDir } = places;
      const { project, target } = task;
      pruneRecords({
        recordsDir,
        pendingDir,
        project,
        target,
        keep: [written.digest],
        isMerged: store.hasMerged,
        now,
      });
    } else notes.push(`the record could not be written: ${written.message}`);
  }
  const earlier = takeLedger(places.runs);
  const merged = await mergeRecords({
    file: places.database,
    records,
    runs: [run, ...earlier.runs],
    ...(recordDigests.length > 0 ? { recordDigests } : {}),
    cache,
    ...(hasAllTestFiles(prepared) ? { existingTestFiles: testFilesBySuite(prepared) } : {}),
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  if (merged.kind === 'merged') {
    earlier.forget();
    if (merged.movedAside)
      notes.push(`the store was moved to ${merged.movedAside.file}: ${merged.movedAside.reason}`);
    return { stored: `${facts.length} ${facts.length === 1 ? 'fact' : 'facts'} stored`, notes };
  }
  return keepForLater(record, merged, places, notes);
}

/** Puts the notes of many runs into the store; what can't be put there now stays. */
async function mergeLedger({ database: file, runs: ledger }: StorePlaces, now: number): Promise<void> {
  const { runs, forget } = takeLedger(ledger);
  const merged = await mergeRecords({ file, records: [], runs, lock: DEFAULT_LOCK_TIMING, now });
  if (merged.kind === 'merged') forget();
}

function keepForLater(
  record: TaskRecord,
  problem: MergeProblem,
  places: StorePlaces,
  notes: readonly string[],
): RecordedRun {
  const why = renderProblem(problem);
  if (record.facts.length === 0) {
    if (record.run) appendRun(places.runs, record.run);
    return { stored: 'nothing new to store', notes: [...notes, why] };
  }
  const kept = writePending(places.pending, record);
  return kept.ok
    ? { stored: `${record.facts.length} facts kept for a later merge`, notes: [...notes, why] }
    : { stored: 'no facts stored', notes: [...notes, why, `the record could not be kept: ${kept.message}`] };
}

/** Merges what earlier tasks left behind, and records that a cache restored. @returns lines for people */
export async function mergeWaiting(places: StorePlaces, now: number): Promise<readonly string[]> {
  const { database: file, pending: pendingDir, records: recordsDir } = places;
  const { refused, problem } = await mergePending({
    file,
    pendingDir,
    recordsDir,
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  return [
    ...refused.map((one) => `a record was refused (${one.file}): ${one.reason}`),
    ...(problem ? [renderProblem(problem)] : []),
  ];
}

function learnedRows({ files, discovered }: PreparedTask): CacheRows {
  return {
    files: [...files.newFiles].map(([path, entry]) => ({ path, ...entry })),
    models: [...files.newModels].map(([key, json]) => ({ key, json })),
    discoveries: discovered,
  };
}

function isEmpty({ files, models, discoveries, traces }: CacheRows): boolean {
  return !files?.length && !models?.length && !discoveries?.length && !traces?.length;
}

/** Whether the list of test files is the whole one: the command line may leave some of the suites out. */
function hasAllTestFiles({ filters }: PreparedTask): boolean {
  return !filters.projects && filters.fileFilters.length === 0 && !filters.changed;
}

function testFilesBySuite({ testFiles }: PreparedTask): { suite: string; testFiles: string[] }[] {
  const bySuite = new Map<string, string[]>();
  for (const { suite, file } of testFiles) {
    const files = bySuite.get(suite);
    if (files) files.push(file);
    else bySuite.set(suite, [file]);
  }
  return [...bySuite].map(([suite, files]) => ({ suite, testFiles: files }));
}
