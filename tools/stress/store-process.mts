// A process of its own on a store: does to it what a task does, as often as it is told, and says what it did,
// one JSON line each. usage: node store-process.mts '<JSON of role and arguments>'
import { lock as takeLock } from 'proper-lockfile';
import { writeSync } from 'node:fs';
import { renderProblem } from '@nx-testmon/core';
import * as store from '@nx-testmon/store';
import { sampleTraces, sampleRecord, NOW } from './sample-facts.mts';
import { readVerifiedFacts } from './verified-facts.mts';

const say = (what) => writeSync(1, `${JSON.stringify(what)}\n`);

/** What a collecting task does at its end: its record, then the store; what finds no lock waits. */
async function storeOne({ paths, lock, limits }, name) {
  const { file, recordsDir, pendingDir } = paths;
  const record = sampleRecord(name.split('-')[0], [name]);
  const written = store.writeRecord(recordsDir, record);
  const started = performance.now();
  const recordDigests = written.ok ? [written.digest] : [];
  const cache = { traces: sampleTraces([name]) };
  const result = await store.mergeRecords({
    file,
    records: [record],
    recordDigests,
    cache,
    lock,
    limits,
    now: NOW,
  });
  const ms = performance.now() - started;
  if (result.kind === 'merged') return say({ name, stored: 'merged', ms, movedAside: result.movedAside });
  const kept = store.writePending(pendingDir, record);
  const problem = renderProblem(result);
  if (kept.ok) return say({ name, stored: 'pending', ms, problem });
  say({ name, stored: 'not', ms, problem: `${problem}; ${kept.message}` });
}

const roles = {
  /** Merges what waits, as a task does at its start, then stores `rounds` facts of its own. */
  async write({ name, rounds, ...where }) {
    const { file, pendingDir, recordsDir } = where.paths;
    say({ started: true });
    await store.mergePending({ file, pendingDir, recordsDir, lock: where.lock, now: NOW });
    for (let round = 0; round < rounds; round++) await storeOne(where, `${name}-${round}`);
    say({ done: true });
  },
  async mergePending({ paths, lock, limits }) {
    const { file, pendingDir, recordsDir } = paths;
    say({ started: true });
    say({ result: await store.mergePending({ file, pendingDir, recordsDir, lock, limits, now: NOW }) });
  },
  async removeGone({ paths, lock, suite, testFiles }) {
    say({ started: true });
    const existingTestFiles = [{ suite, testFiles }];
    const limits = { goneTestFilesMs: 0 };
    const request = { file: paths.file, records: [], existingTestFiles, lock, limits, now: NOW };
    for (;;) say({ result: await store.mergeRecords(request) });
  },
  /** Takes the advisory lock and keeps it. */
  async hold({ paths, lock }) {
    await takeLock(paths.file, { realpath: false, stale: lock.staleMs, update: lock.updateMs });
    say({ started: true });
    setInterval(() => undefined, 1000);
  },
  /** Reads again and again until its input ends: every fact it sees must be one that was made. */
  async read({ paths }) {
    let ended = false;
    process.stdin.on('close', () => (ended = true)).resume();
    say({ started: true });
    const reads = { facts: 0, snapshots: 0, problems: {} };
    do {
      const read = await readVerifiedFacts(paths.file);
      if (read.problem) reads.problems[read.problem] = (reads.problems[read.problem] ?? 0) + 1;
      else {
        reads.snapshots++;
        reads.facts += read.names.length;
        if (read.wrong.length > 0 || read.notes.length > 0) say({ wrong: read.wrong, notes: read.notes });
      }
      // A task reads once, at its start: without a pause the readers would only fight for the processor.
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
    } while (!ended);
    say({ reads });
  },
};

const { role, ...args } = JSON.parse(process.argv[2]);
roles[role](args).catch((error) => {
  console.error(error);
  process.exit(70);
});
