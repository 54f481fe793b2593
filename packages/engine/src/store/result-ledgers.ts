import { basename, join } from 'node:path';
import { statSync } from 'node:fs';
import { entriesBelow } from '@nx-testmon/store';
import { rethrowUnlessSystemError } from '@nx-testmon/core';
import { resultLedgerName } from './task-store';

/**
 * Whether a source of a merge is a result ledger, and not a record or a database.
 *
 * @param source absolute path
 */
export function isResultLedger(source: string): boolean {
  return basename(source) === resultLedgerName;
}

/**
 * Finds the result ledgers in a source of a merge, such as an exported folder or another store. The source
 * itself may be one.
 */
export function findResultLedgers(source: string): string[] {
  if (isResultLedger(source)) return [source];
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  try {
    return [...entriesBelow(source)]
      .filter((entry) => entry.isFile() && entry.name === resultLedgerName)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    rethrowUnlessSystemError(error);
    // Merging the records in the source reports that it can't be read.
    return [];
  }
}
