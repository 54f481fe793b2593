import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { digest, type Fact, factKey, packBlockList } from '@nx-testmon/core';
import { migrate, writePending } from '@nx-testmon/store';
import BetterSqlite3 from 'better-sqlite3';
import { sampleFact, sampleRecord, SUITE } from '../sample-facts.mts';
import { failureOf, namesKeptIn, startProcess } from '../start-process.mts';
import {
  type Fault,
  findProblemsAfterwards,
  killAfter,
  LOCK,
  makeNames,
  storeNow,
} from './store-under-fault.mts';

/** SIGKILL while a task stores its facts. */
const killCollecting: Fault = async ({ paths, random }) => {
  const before = makeNames('before', 10);
  await storeNow(paths, before);
  const request = { role: 'write', name: 'killed', rounds: 1000, paths, lock: LOCK } as const;
  const merged = await killAfter(request, random() * 250);
  return findProblemsAfterwards(paths, [...before, ...merged]);
};

/** SIGKILL while many pending records are merged. */
const killMerging: Fault = async ({ paths, random }) => {
  const before = makeNames('before', 10);
  await storeNow(paths, before);
  const waiting = makeNames('waiting', 60);
  mkdirSync(paths.pendingDir, { recursive: true });
  for (const name of waiting) writePending(paths.pendingDir, sampleRecord('waiting', [name]));
  await killAfter({ role: 'mergePending', paths, lock: LOCK }, random() * 80);
  return findProblemsAfterwards(paths, [...before, ...waiting]);
};

/** SIGKILL while a database of the first version is migrated. */
const killMigrating: Fault = async ({ paths, random }) => {
  const before = makeNames('old', 400);
  writeFirstVersion(paths.file, before.map(sampleFact));
  mkdirSync(paths.pendingDir, { recursive: true });
  writePending(paths.pendingDir, sampleRecord('waiting', ['waiting-0']));
  await killAfter({ role: 'mergePending', paths, lock: LOCK }, random() * 120);
  return findProblemsAfterwards(paths, [...before, 'waiting-0']);
};

/** Writes a database with the statements of the first version. */
function writeFirstVersion(file: string, facts: readonly Fact[]): void {
  const database = new BetterSqlite3(file);
  migrate(database, 1);
  const ids = new Map<string, number>();
  const idOf = (table: 'block' | 'name', ...values: readonly string[]): number => {
    const key = `${table} ${values.join(' ')}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const statement = `INSERT INTO ${table} VALUES (NULL, ${values.map(() => '?').join(', ')})`;
    const id = Number(database.prepare(statement).run(...values).lastInsertRowid);
    ids.set(key, id);
    return id;
  };
  const insert = database.prepare('INSERT INTO fact VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (const fact of facts) {
      const { testFile, environment, outcome, durationMs, endedAt } = fact;
      const blocks = packBlockList(formerBlocks(fact).map(([block, hash]) => idOf('block', block, hash)));
      const names = [testFile.suite, testFile.path, environment].map((text) => idOf('name', text));
      insert.run(digest(factKey(fact)), ...names, outcome, durationMs, endedAt, Buffer.from(blocks));
    }
  })();
  database.close();
}

/** The blocks of a fact in that version, which also described its execution by blocks. */
function formerBlocks({
  testFile,
  dependencies,
  execution,
}: Fact): readonly (readonly [block: string, hash: string])[] {
  const { instrumentedModules = [], reads } = execution ?? {};
  const marks = [
    ...instrumentedModules.map((path) => `${path}#<probes>`),
    ...(reads?.isComplete ? [`${testFile.path}#<reads>`] : []),
    ...(reads?.fallback ? [`${testFile.path}#<starts a process>`] : []),
  ];
  return [
    ...dependencies.map(({ block, hash }) => [block, hash] as const),
    ...marks.map((mark) => [mark, 'seen'] as const),
  ];
}

/** SIGKILL while facts of deleted test files are removed. */
const killGarbageCollection: Fault = async ({ paths, random }) => {
  const kept = makeNames('kept', 100);
  await storeNow(paths, kept);
  await storeNow(paths, makeNames('gone', 300));
  const testFiles = kept.map((name) => sampleFact(name).testFile.path);
  await killAfter({ role: 'removeGone', suite: SUITE, testFiles, paths, lock: LOCK }, random() * 120);
  return findProblemsAfterwards(paths, kept);
};

/** SIGKILL of a process that holds the lock. The next process must take it over. */
const killLockHolder: Fault = async ({ paths, random }) => {
  const before = makeNames('before', 3);
  await storeNow(paths, before);
  await killAfter({ role: 'hold', paths, lock: LOCK }, random() * 50);
  return findProblemsAfterwards(paths, before);
};

/** SIGSTOP until another process has taken over the lock, then SIGCONT, at any step of the work. */
const pauseHolder: Fault = async ({ paths, random }) => {
  const paused = startProcess({ role: 'write', name: 'paused', rounds: 15, paths, lock: LOCK });
  await paused.waitFor('started');
  await wait(random() * 200);
  paused.child.kill('SIGSTOP');
  const other = startProcess({ role: 'write', name: 'other', rounds: 3, paths, lock: LOCK });
  await wait(LOCK.staleMs + 600);
  paused.child.kill('SIGCONT');
  const ends = await Promise.all([paused.ended, other.ended]);
  const problems = ends.flatMap(failureOf);
  return [...problems, ...(await findProblemsAfterwards(paths, ends.flatMap(namesKeptIn)))];
};

export const kills = {
  'kill-collect': killCollecting,
  'kill-merge': killMerging,
  'kill-migrate': killMigrating,
  'kill-garbage-collection': killGarbageCollection,
  'kill-lock-holder': killLockHolder,
  'pause-lock-holder': pauseHolder,
};
