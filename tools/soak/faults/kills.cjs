const { mkdirSync } = require('node:fs');
const BetterSqlite3 = require('better-sqlite3');
const { digest, factKey, packBlockList } = require('@nx-testmon/core');
const { writePending } = require('@nx-testmon/store');
const { migrate } = require('../../../packages/store/dist/database/schema.js');
const { madeFact, madeRecord, SUITE } = require('../made-facts.cjs');
const { startProcess } = require('../start-process.cjs');
const { killAfter, LOCK, makeNames, pause, runAfterwards, storeNow } = require('./store-under-fault.cjs');

/** SIGKILL while a task stores what it learned. */
async function killCollecting({ places, random }) {
  const before = (await storeNow(places, makeNames('before', 10))).names;
  const request = { role: 'write', name: 'killed', rounds: 1000, places, lock: LOCK };
  const { stored } = await killAfter(request, random() * 250);
  return (await runAfterwards(places, [...before, ...stored])).problems;
}

/** SIGKILL while many waiting records are merged. */
async function killMerging({ places, random }) {
  const before = (await storeNow(places, makeNames('before', 10))).names;
  const waiting = makeNames('waiting', 60);
  mkdirSync(places.pendingDir, { recursive: true });
  for (const name of waiting) writePending(places.pendingDir, madeRecord('waiting', [name]));
  await killAfter({ role: 'mergePending', places, lock: LOCK }, random() * 80);
  return (await runAfterwards(places, [...before, ...waiting])).problems;
}

/** SIGKILL while a database of the first version is brought to this one. */
async function killMigrating({ places, random }) {
  const before = makeNames('old', 400);
  writeFirstVersion(places.file, before.map(madeFact));
  mkdirSync(places.pendingDir, { recursive: true });
  writePending(places.pendingDir, madeRecord('waiting', ['waiting-0']));
  await killAfter({ role: 'mergePending', places, lock: LOCK }, random() * 120);
  return (await runAfterwards(places, [...before, 'waiting-0'])).problems;
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
      const { suite, testFile, environment, outcome, durationMs, endedAt, fingerprints } = fact;
      const blocks = packBlockList(fingerprints.map(({ block, hash }) => idOf('block', block, hash)));
      const [suiteId, fileId, environmentId] = [suite, testFile, environment].map((text) =>
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

/** SIGKILL while facts of test files that are gone are removed. */
async function killGarbageCollection({ places, random }) {
  const kept = (await storeNow(places, makeNames('kept', 100))).names;
  await storeNow(places, makeNames('gone', 300));
  const request = {
    role: 'removeGone',
    suite: SUITE,
    testFiles: kept.map((name) => madeFact(name).testFile),
    places,
    lock: LOCK,
  };
  await killAfter(request, random() * 120);
  return (await runAfterwards(places, kept)).problems;
}

/** SIGKILL of a process that holds the lock: the next one must take it over. */
async function killLockHolder({ places, random }) {
  const before = (await storeNow(places, makeNames('before', 3))).names;
  await killAfter({ role: 'hold', places, lock: LOCK }, random() * 50);
  return (await runAfterwards(places, before)).problems;
}

/** SIGSTOP until another has taken the lock over, then SIGCONT in the middle of whatever it did. */
async function pauseHolder({ places, random }) {
  const paused = startProcess({ role: 'write', name: 'paused', rounds: 15, places, lock: LOCK });
  await paused.said(({ started }) => started);
  await pause(random() * 200);
  paused.child.kill('SIGSTOP');
  const other = startProcess({ role: 'write', name: 'other', rounds: 3, places, lock: LOCK });
  await pause(LOCK.staleMs + 600);
  paused.child.kill('SIGCONT');
  const ends = await Promise.all([paused.ended, other.ended]);
  const problems = ends.flatMap(({ code, errors }) => (code === 0 ? [] : [`exit code ${code}: ${errors}`]));
  const stored = ends.flatMap(({ lines }) =>
    lines.flatMap(({ name, stored: how }) => (name && how !== 'not' ? [name] : [])),
  );
  return [...problems, ...(await runAfterwards(places, stored)).problems];
}

module.exports = {
  'kill-collect': killCollecting,
  'kill-merge': killMerging,
  'kill-migrate': killMigrating,
  'kill-garbage-collection': killGarbageCollection,
  'kill-lock-holder': killLockHolder,
  'pause-lock-holder': pauseHolder,
};
