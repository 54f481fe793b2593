import { setTimeout as wait } from 'node:timers/promises';
import { mergePending, mergeRecords, type LockTiming, writeRecord } from '@nx-testmon/store';
import type { Random } from '../../shared/random.mts';
import { checkStore } from '../check-store.mts';
import type { StoreRequest } from '../process-messages.mts';
import { NOW, sampleRecord, sampleTraces } from '../sample-facts.mts';
import { startProcess, storedIn } from '../start-process.mts';
import type { StorePaths } from '../store-paths.mts';

/** The store of one injected fault, and its source of random numbers. */
export interface FaultContext {
  readonly paths: StorePaths;
  readonly random: Random;
}

/**
 * Injects a fault into a store.
 *
 * @returns problems
 */
export type Fault = (context: FaultContext) => Promise<readonly string[]>;

/** Short, so that the lock of a dead process is soon taken over. */
export const LOCK: LockTiming = { staleMs: 2_000, updateMs: 500, waitMs: 20_000, busyTimeoutMs: 1_000 };

/** Numbered names of facts. */
export const makeNames = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** The new path of a file that was moved aside, and the reason. */
export interface MovedFile {
  readonly file: string;
  readonly reason: string;
}

/**
 * Stores facts in this process.
 *
 * @throws Error if they are not merged
 */
export async function storeNow(
  { file, recordsDir }: StorePaths,
  names: readonly string[],
): Promise<MovedFile | undefined> {
  const record = sampleRecord(names[0]?.split('-')[0] ?? '', names);
  const written = writeRecord(recordsDir, record);
  const result = await mergeRecords({
    file,
    records: [record],
    recordDigests: written.ok ? [written.digest] : [],
    cache: { traces: sampleTraces(names) },
    lock: LOCK,
    now: NOW,
  });
  if (result.kind !== 'merged') throw new Error(`could not store: ${JSON.stringify(result)}`);
  return result.movedAside;
}

/**
 * Kills a process some time after it has started.
 *
 * @returns names of the facts that it had merged by then
 */
export async function killAfter(request: StoreRequest, ms: number): Promise<readonly string[]> {
  const { child, ended, waitFor } = startProcess(request);
  await waitFor('started');
  await wait(ms);
  child.kill('SIGKILL');
  return storedIn(await ended).flatMap(({ name, stored }) => (stored === 'merged' ? [name] : []));
}

/** The results of the run after a fault. */
export interface Aftermath {
  readonly problems: readonly string[];
  readonly movedAside: MovedFile | undefined;
  readonly refused: readonly MovedFile[];
}

/**
 * The run after a fault: merges pending records and stores a fact of its own, then checks the store.
 *
 * @param mustHave names of facts that were stored before
 */
export async function runAfterwards(paths: StorePaths, mustHave: readonly string[]): Promise<Aftermath> {
  const { file, pendingDir, recordsDir } = paths;
  const { problem, refused } = await mergePending({ file, pendingDir, recordsDir, lock: LOCK, now: NOW });
  const own = ['after-0'];
  const movedAside = await storeNow(paths, own);
  const found = await checkStore(paths, [...mustHave, ...own]);
  const waiting = problem === undefined ? [] : [`waiting records: ${JSON.stringify(problem)}`];
  return { problems: [...found, ...waiting], movedAside, refused };
}

/** Like {@link runAfterwards}, but returns only the problems. */
export async function findProblemsAfterwards(
  paths: StorePaths,
  mustHave: readonly string[],
): Promise<readonly string[]> {
  return (await runAfterwards(paths, mustHave)).problems;
}
