// Works on a store as a task does, in a process of its own, and reports each result as a JSON line.
// usage: node store-process.mts '<JSON of a StoreRequest>'
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { renderProblem, type StoreProblem } from '@nx-testmon/core';
import { mergePending, mergeRecords, writePending, writeRecord } from '@nx-testmon/store';
import { lock as takeLock } from 'proper-lockfile';
import type {
  HoldRequest,
  MergeRequest,
  ReadRequest,
  RemoveRequest,
  StoredMessage,
  StoreMessage,
  StoreRequest,
  WriteRequest,
} from './process-messages.mts';
import { NOW, sampleRecord, sampleTraces } from './sample-facts.mts';
import { readVerifiedFacts } from './verified-facts.mts';

const report = (message: StoreMessage): void => void writeSync(1, `${JSON.stringify(message)}\n`);

/**
 * Does what a collecting task does at its end: writes its record, then merges it into the store. If the lock
 * is taken, the record stays pending.
 */
async function storeOne({ paths, lock, limits }: WriteRequest, name: string): Promise<StoredMessage> {
  const { file, recordsDir, pendingDir } = paths;
  const record = sampleRecord(name.split('-')[0] ?? '', [name]);
  const written = writeRecord(recordsDir, record);
  const started = performance.now();
  const result = await mergeRecords({
    file,
    records: [record],
    recordDigests: written.ok ? [written.digest] : [],
    cache: { traces: sampleTraces([name]) },
    lock,
    ...(limits === undefined ? {} : { limits }),
    now: NOW,
  });
  const stored = { kind: 'stored', name, ms: performance.now() - started } as const;
  if (result.kind === 'merged') {
    const { movedAside } = result;
    return { ...stored, stored: 'merged', ...(movedAside === undefined ? {} : { movedAside }) };
  }
  const kept = writePending(pendingDir, record);
  const problem = renderProblem(result);
  if (kept.ok) return { ...stored, stored: 'pending', problem };
  return { ...stored, stored: 'not', problem: `${problem}; ${kept.message}` };
}

async function write(request: WriteRequest): Promise<void> {
  const { name, rounds, paths, lock } = request;
  const { file, pendingDir, recordsDir } = paths;
  report({ kind: 'started' });
  await mergePending({ file, pendingDir, recordsDir, lock, now: NOW });
  for (let round = 0; round < rounds; round++) report(await storeOne(request, `${name}-${round}`));
}

async function merge({ paths, lock }: MergeRequest): Promise<void> {
  const { file, pendingDir, recordsDir } = paths;
  report({ kind: 'started' });
  report({ kind: 'merged', result: await mergePending({ file, pendingDir, recordsDir, lock, now: NOW }) });
}

/** Runs until the process is killed. */
async function removeGone({ paths, lock, suite, testFiles }: RemoveRequest): Promise<never> {
  report({ kind: 'started' });
  const existingTestFiles = [{ suite, testFiles }];
  const limits = { goneTestFilesMs: 0 };
  const request = { file: paths.file, records: [], existingTestFiles, lock, limits, now: NOW };
  for (;;) report({ kind: 'merged', result: await mergeRecords(request) });
}

async function hold({ paths, lock }: HoldRequest): Promise<void> {
  await takeLock(paths.file, { realpath: false, stale: lock.staleMs, update: lock.updateMs });
  report({ kind: 'started' });
  setInterval(() => undefined, 1000);
}

async function read({ paths }: ReadRequest): Promise<void> {
  const input = { hasEnded: false };
  process.stdin.on('close', () => (input.hasEnded = true)).resume();
  report({ kind: 'started' });
  let facts = 0;
  let snapshots = 0;
  const problems: Partial<Record<StoreProblem['kind'], number>> = {};
  do {
    const found = await readVerifiedFacts(paths.file);
    if (found.ok) {
      snapshots++;
      facts += found.names.length;
      const { wrong, notes } = found;
      if (wrong.length > 0 || notes.length > 0) report({ kind: 'wrong', wrong, notes });
    } else {
      problems[found.problem] = (problems[found.problem] ?? 0) + 1;
    }
    // A task reads once, at its start. Without a pause, the readers would only compete for the processor.
    await wait(50 + Math.random() * 200);
  } while (!input.hasEnded);
  report({ kind: 'reads', facts, snapshots, problems });
}

function run(request: StoreRequest): Promise<void> {
  switch (request.role) {
    case 'write':
      return write(request);
    case 'mergePending':
      return merge(request);
    case 'removeGone':
      return removeGone(request);
    case 'hold':
      return hold(request);
    case 'read':
      return read(request);
  }
}

run(JSON.parse(process.argv[2] ?? '') as StoreRequest).catch((error: unknown) => {
  console.error(error);
  process.exit(70);
});
