import { existsSync, renameSync, statSync } from 'node:fs';
import { databaseCompanions } from '../files/refuse-store';

/**
 * Renames a database that can't be used, with what belongs to it, to `<file>.<reason>-<time>`. Never deletes. What
 * belongs to it, left behind, would be taken for that of the next one and damage it.
 *
 * @param seen inode at the time it was inspected: a file that has been replaced since belongs to another process and
 *   stays
 * @param now in ms since 1970
 * @returns the new path; `undefined` when the file is not the one that was inspected
 * @throws NodeJS.ErrnoException when the system refuses
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
