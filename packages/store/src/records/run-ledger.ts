import { lstatSync } from 'node:fs';
import type { TaskRun } from '@nx-testmon/core';
import {
  appendToLedger,
  ledgerFiles,
  type LedgerLimits,
  readLedgerFiles,
  removeLedgerFiles,
  drainLedgerFiles,
} from './ledger-files';
import { validateRun } from './task-runs';

/**
 * Records a run in a file of lines beside the store. A run with nothing to do has nothing else to store, and opening,
 * locking and syncing the store takes too long for one line.
 *
 * @param ledger absolute
 * @returns the message of the system if it failed
 */
export function appendRun(ledger: string, run: TaskRun): string | undefined {
  return appendToLedger(ledger, [run]);
}

/** A ledger is merged long before it is that large. */
const limits: LedgerLimits = { bytes: 1024 ** 2, files: 100 };

/** Whether a ledger is so long that it should be merged by itself, because every run reads it. */
export function isLedgerLong(ledger: string): boolean {
  return (lstatSync(ledger, { throwIfNoEntry: false })?.size ?? 0) > 64 * 1024;
}

/** The runs in the ledger, including those that another process is about to merge. */
export function readLedger(ledger: string): TaskRun[] {
  return readLedgerFiles(ledgerFiles(ledger, limits), limits, validateRun);
}

export interface DrainedRuns {
  readonly runs: readonly TaskRun[];
  /** To be called once they are merged. Before that, the next merge takes them again, which changes nothing. */
  readonly forget: () => void;
}

/** Renames the ledger, so that nobody appends to the renamed file. */
export function drainLedger(ledger: string): DrainedRuns {
  const taken = drainLedgerFiles(ledger, limits);
  return { runs: readLedgerFiles(taken, limits, validateRun), forget: () => removeLedgerFiles(taken) };
}
