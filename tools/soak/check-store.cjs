const { existsSync, readdirSync } = require('node:fs');
const BetterSqlite3 = require('better-sqlite3');
const { readTrueFacts } = require('./true-facts.cjs');

/**
 * What must hold whatever happened: the database is whole, or is nowhere; every fact in it is one that was
 * stored; and those that must be there are.
 *
 * @param mustHave names of facts
 * @param mustJudge names of those of which it is known what their walks asked
 * @returns problems, for people
 */
async function checkStore({ file, testmon }, mustHave, mustJudge = []) {
  const problems = [];
  if (!existsSync(file)) return mustHave.length === 0 ? [] : ['the database is gone'];
  const read = await readTrueFacts(file);
  if (read.problem) return [`the database can't be read: ${read.problem}`];
  if (read.wrong.length > 0) problems.push(`facts that nobody stored: ${read.wrong.join(', ')}`);
  if (read.notes.length > 0) problems.push(...read.notes);
  const there = new Set(read.names);
  const lost = mustHave.filter((name) => !there.has(name));
  if (lost.length > 0) problems.push(`${lost.length} facts lost: ${lost.slice(0, 5).join(', ')}`);
  const unjudged = mustJudge.filter((name) => read.unjudged.includes(name));
  if (unjudged.length > 0)
    problems.push(`${unjudged.length} facts need a walk: ${unjudged.slice(0, 5).join(', ')}`);
  const integrity = readIntegrity(file);
  if (integrity !== 'ok') problems.push(`integrity check: ${integrity}`);
  const left = readdirSync(testmon).filter((name) => /-(journal|wal|shm)$/.test(name));
  if (left.length > 0) problems.push(`left behind: ${left.join(', ')}`);
  return problems;
}

function readIntegrity(file) {
  // Not read only: after a kill the journal has to be rolled back, as the next writer does.
  const database = new BetterSqlite3(file);
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

module.exports = { checkStore, readIntegrity };
