import { existsSync, renameSync, statSync } from 'node:fs';
import { databaseCompanions } from '../files/refuse-store';

/**
 * Renames a database that can't be used, and its companion files, to `<file>.<reason>-<time>`. Never deletes. SQLite
 * would use remaining companion files for the next database and damage it.
 *
 * @param seen inode at the time of the inspection: a file that was replaced since then belongs to another process and
 *   stays
 * @param now in ms since 1970
 * @returns the new path; `undefined` if the file is not the inspected one
 * @throws NodeJS.ErrnoException if the system refuses
 */
export function moveAside(file: string, seen: bigint, reason: string, now: number): string | undefined {
  if (statSync(file, { bigint: true, throwIfNoEntry: false })?.ino !== seen) return undefined;
  const target = freeName(`${file}.${reason}-${new Date(now).toISOString().replace(/[:.]/g, '')}`);
  for (const companion of databaseCompanions) {
    if (existsSync(file + companion)) renameSync(file + companion, target + companion);
  }
  renameSync(file, target);
  return target;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let copy = 2; existsSync(name); copy++) name = `${wanted}-${copy}`;
  return name;
}
