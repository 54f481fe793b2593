import { mergePending, mergeRecords, writeRecord } from '@nx-testmon/store';
import { checkStore } from '../check-store.mts';
import { sampleTraces, sampleRecord, NOW } from '../sample-facts.mts';
import { startProcess } from '../start-process.mts';

/** Short enough that a lock of a dead process is taken over within the patience of a test. */
export const LOCK = { staleMs: 2_000, updateMs: 500, waitMs: 20_000, busyTimeoutMs: 1_000 };

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Names of facts, by number. */
export const makeNames = (prefix, count) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Stores facts in this process. @returns names that the store says it holds */
export async function storeNow(paths, names) {
  const record = sampleRecord(names[0].split('-')[0], names);
  const written = writeRecord(paths.recordsDir, record);
  const { file } = paths;
  const result = await mergeRecords({
    file,
    records: [record],
    recordDigests: [written.digest],
    cache: { traces: sampleTraces(names) },
    lock: LOCK,
    now: NOW,
  });
  if (result.kind !== 'merged') throw new Error(`could not store: ${JSON.stringify(result)}`);
  return { names, movedAside: result.movedAside };
}

/** Kills a process some time after it has started. @returns what it had said by then */
export async function killAfter(request, ms, how) {
  const { child, ended, said } = startProcess(request, how);
  await said(({ started }) => started);
  await pause(ms);
  child.kill('SIGKILL');
  const end = await ended;
  return { ...end, stored: end.lines.filter(({ stored }) => stored === 'merged').map(({ name }) => name) };
}

/**
 * The run after a fault: merges what waits and stores a fact of its own; then everything must hold.
 *
 * @param mustHave names of facts that were stored before
 * @returns problems, and where a file was moved aside
 */
export async function runAfterwards(paths, mustHave) {
  const { file, pendingDir, recordsDir } = paths;
  const merged = await mergePending({ file, pendingDir, recordsDir, lock: LOCK, now: NOW });
  const { names, movedAside } = await storeNow(paths, ['after-0']);
  const problems = await checkStore(paths, [...mustHave, ...names]);
  if (merged.problem) problems.push(`waiting records: ${JSON.stringify(merged.problem)}`);
  return { problems, movedAside, refused: merged.refused };
}
