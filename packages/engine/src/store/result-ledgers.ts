import { basename, join } from 'node:path';
import { statSync } from 'node:fs';
import { entriesBelow } from '@nx-testmon/store';
import { resultLedgerName } from './task-store';

/** Whether a source of a merge is a result ledger and no record or database. @param source absolute path */
export function isResultLedger(source: string): boolean {
  return basename(source) === resultLedgerName;
}

/** The result ledgers that a source of a merge is or holds: those of exported folders and of other stores. */
export function findResultLedgers(source: string): string[] {
  if (isResultLedger(source)) return [source];
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  try {
    return [...entriesBelow(source)]
      .filter((entry) => entry.isFile() && entry.name === resultLedgerName)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    // What can't be read is reported with the records in it.
    return [];
  }
}
