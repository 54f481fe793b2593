import { type Failure, failed, type ProblemOf } from '@nx-testmon/core';
import type BetterSqlite3 from 'better-sqlite3';
import { checkNodeVersion } from '../node-version/check-node-version';

export type Sqlite = typeof BetterSqlite3;
export type Database = BetterSqlite3.Database;

export type LoadedSqlite =
  | { readonly ok: true; readonly sqlite: Sqlite }
  | Failure<ProblemOf<'unsupported-node' | 'sqlite-not-loaded'>>;

/**
 * Loads the native module on first use, never on import. A command that needs no database starts faster, and an
 * unsupported version of Node is reported as a problem instead of a crash.
 */
export function loadSqlite(): LoadedSqlite {
  // The version of this process, because it would load the native code.
  const problem = checkNodeVersion(process.versions.node);
  if (problem) return failed(problem);
  try {
    const sqlite = require('better-sqlite3') as Sqlite;
    // The module loads its binary with the first connection.
    new sqlite(':memory:').close();
    return { ok: true, sqlite };
  } catch (error) {
    return failed({ kind: 'sqlite-not-loaded', detail: inOneLine((error as Error).message) });
  }
}

/** The message without the list of modules that require each other, which only contains files of nx-testmon. */
function inOneLine(message: string): string {
  return message.replace(/\nRequire stack:.*/s, '').replaceAll('\n', ' ');
}

/** Loads the native module as well, and returns its installed version. */
export function findSqliteVersion():
  | { readonly ok: true; readonly version: string }
  | Failure<ProblemOf<'unsupported-node' | 'sqlite-not-loaded'>> {
  const loaded = loadSqlite();
  if (!loaded.ok) return loaded;
  const { version } = require('better-sqlite3/package.json') as { readonly version: string };
  return { ok: true, version };
}
