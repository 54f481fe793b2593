import { existsSync, readdirSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { StorePaths } from './store-paths.mts';
import { readVerifiedFacts } from './verified-facts.mts';

/**
 * Checks what must be true after any fault: the database is intact or does not exist, it contains only facts
 * that were stored, and it contains all required facts.
 *
 * @param mustHave names of the required facts
 * @param mustDecide names of the facts whose dependency traces are stored
 * @returns problems
 */
export async function checkStore(
  { file, testmon }: StorePaths,
  mustHave: readonly string[],
  mustDecide: readonly string[] = [],
): Promise<readonly string[]> {
  if (!existsSync(file)) return mustHave.length === 0 ? [] : ['the database is gone'];
  const read = await readVerifiedFacts(file);
  if (!read.ok) return [`the database can't be read: ${read.problem}`];
  const problems: string[] = [];
  if (read.wrong.length > 0) problems.push(`facts that were never stored: ${read.wrong.join(', ')}`);
  problems.push(...read.notes);
  const lost = mustHave.filter((name) => !read.names.includes(name));
  if (lost.length > 0) problems.push(`${lost.length} facts lost: ${lost.slice(0, 5).join(', ')}`);
  const undecided = mustDecide.filter((name) => read.undecided.includes(name));
  if (undecided.length > 0) {
    problems.push(`${undecided.length} facts need a traversal: ${undecided.slice(0, 5).join(', ')}`);
  }
  const integrity = readIntegrity(file);
  if (integrity !== 'ok') problems.push(`integrity check: ${String(integrity)}`);
  const left = readdirSync(testmon).filter((name) => /-(journal|wal|shm)$/.test(name));
  if (left.length > 0) problems.push(`left behind: ${left.join(', ')}`);
  return problems;
}

function readIntegrity(file: string): unknown {
  // Not read-only: after a kill, the journal must be rolled back, as the next writer does.
  const database = new BetterSqlite3(file);
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}
