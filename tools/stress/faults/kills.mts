import { mkdirSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { digest, factKey, packBlockList } from '@nx-testmon/core';
import { writePending } from '@nx-testmon/store';
import { migrate } from '@nx-testmon/store';
import { sampleFact, sampleRecord, SUITE } from '../sample-facts.mts';
import { startProcess } from '../start-process.mts';
import { killAfter, LOCK, makeNames, pause, runAfterwards, storeNow } from './store-under-fault.mts';

/** SIGKILL while a task stores what it learned. */
async function killCollecting({ paths, random }) {
  const before = (await storeNow(paths, makeNames('before', 10))).names;
  const request = { role: 'write', name: 'killed', rounds: 1000, paths, lock: LOCK };
  const { stored } = await killAfter(request, random() * 250);
  return (await runAfterwards(paths, [...before, ...stored])).problems;
}

/** SIGKILL while many waiting records are merged. */
async function killMerging({ paths, random }) {
  const before = (await storeNow(paths, makeNames('before', 10))).names;
  const waiting = makeNames('waiting', 60);
  mkdirSync(paths.pendingDir, { recursive: true });
  for (const name of waiting) writePending(paths.pendingDir, sampleRecord('waiting', [name]));
  await killAfter({ role: 'mergePending', paths, lock: LOCK }, random() * 80);
  return (await runAfterwards(paths, [...before, ...waiting])).problems;
}

/** SIGKILL while a database of the first version is brought to this one. */
async function killMigrating({ paths, random }) {
  const before = makeNames('old', 400);
  writeFirstVersion(paths.file, before.map(sampleFact));
  mkdirSync(paths.pendingDir, { recursive: true });
  writePending(paths.pendingDir, sampleRecord('waiting', ['waiting-0']));
  await killAfter({ role: 'mergePending', paths, lock: LOCK }, random() * 120);
  return (await runAfterwards(paths, [...before, 'waiting-0'])).problems;
}

/** By the statements of that version, which is all that an old tool would leave. */
function writeFirstVersion(file, facts) {
  const database = new BetterSqlite3(file);
  migrate(database, 1);
  const ids = new Map();
  const idOf = (table, ...values) => {
    const key = `${table} ${values.join(' ')}`;
    const insert = () =>
      Number(
        database
          .prepare(`INSERT INTO ${table} VALUES (NULL, ${values.map(() => '?').join(', ')})`)
          .run(...values).lastInsertRowid,
      );
    if (!ids.has(key)) ids.set(key, insert());
    return ids.get(key);
  };
  const insert = database.prepare('INSERT INTO fact VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (const fact of facts) {
      const { testFile, environment, outcome, durationMs, endedAt } = fact;
      const blocks = packBlockList(formerBlocks(fact).map(([block, hash]) => idOf('block', block, hash)));
      const [suiteId, fileId, environmentId] = [testFile.suite, testFile.path, environment].map((text) =>
        idOf('name', text),
      );
      insert.run(
        digest(factKey(fact)),
        suiteId,
        fileId,
        environmentId,
        outcome,
        durationMs,
        endedAt,
        Buffer.from(blocks),
      );
    }
  })();
  database.close();
}

/** What described the execution of a fact were blocks then. */
function formerBlocks({ testFile, dependencies, execution }) {
  return [
    ...dependencies.map(({ block, hash }) => [block, hash]),
    ...(execution?.instrumentedModules ?? []).map((path) => [`${path}#<probes>`, 'seen']),
    ...(execution?.reads?.isComplete ? [[`${testFile.path}#<reads>`, 'seen']] : []),
    ...(execution?.reads?.fallback ? [[`${testFile.path}#<starts a process>`, 'seen']] : []),
  ];
}

/** SIGKILL while facts of test files that are gone are removed. */
async function killGarbageCollection({ paths, random }) {
  const kept = (await storeNow(paths, makeNames('kept', 100))).names;
  await storeNow(paths, makeNames('gone', 300));
  const request = {
    role: 'removeGone',
    suite: SUITE,
    testFiles: kept.map((name) => sampleFact(name).testFile.path),
    paths,
    lock: LOCK,
  };
  await killAfter(request, random() * 120);
  return (await runAfterwards(paths, kept)).problems;
}

/** SIGKILL of a process that holds the lock: the next one must take it over. */
async function killLockHolder({ paths, random }) {
  const before = (await storeNow(paths, makeNames('before', 3))).names;
  await killAfter({ role: 'hold', paths, lock: LOCK }, random() * 50);
  return (await runAfterwards(paths, before)).problems;
}

/** SIGSTOP until another has taken the lock over, then SIGCONT in the middle of whatever it did. */
async function pauseHolder({ paths, random }) {
  const paused = startProcess({ role: 'write', name: 'paused', rounds: 15, paths, lock: LOCK });
  await paused.said(({ started }) => started);
  await pause(random() * 200);
  paused.child.kill('SIGSTOP');
  const other = startProcess({ role: 'write', name: 'other', rounds: 3, paths, lock: LOCK });
  await pause(LOCK.staleMs + 600);
  paused.child.kill('SIGCONT');
  const ends = await Promise.all([paused.ended, other.ended]);
  const problems = ends.flatMap(({ code, errors }) => (code === 0 ? [] : [`exit code ${code}: ${errors}`]));
  const stored = ends.flatMap(({ lines }) =>
    lines.flatMap(({ name, stored: how }) => (name && how !== 'not' ? [name] : [])),
  );
  return [...problems, ...(await runAfterwards(paths, stored)).problems];
}

export const kills = {
  'kill-collect': killCollecting,
  'kill-merge': killMerging,
  'kill-migrate': killMigrating,
  'kill-garbage-collection': killGarbageCollection,
  'kill-lock-holder': killLockHolder,
  'pause-lock-holder': pauseHolder,
};
