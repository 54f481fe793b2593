import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TaskRun } from '@nx-testmon/core';
import { fileNames, removeIfThere } from './record-files';
import { validateRun } from './task-runs';
import { rethrowUnlessSystemError, systemMessage } from '../system-error';

/**
 * Notes a run in a file of lines beside the store. A run with nothing to do has nothing else to store, and the
 * store is not worth opening, locking and syncing for a number.
 *
 * @param ledger absolute
 * @returns the system's message when it refused
 */
export function appendRun(ledger: string, run: TaskRun): string | undefined {
  try {
    mkdirSync(dirname(ledger), { recursive: true });
    // One write to a file opened for appending, so that lines of parallel tasks don't mix.
    appendFileSync(ledger, `${JSON.stringify(run)}\n`);
    return undefined;
  } catch (error) {
    return systemMessage(error);
  }
}

/** Whether a ledger is long enough to be worth a merge of its own: every run reads it. */
export function isLedgerLong(ledger: string): boolean {
  return (statSync(ledger, { throwIfNoEntry: false })?.size ?? 0) > 64 * 1024;
}

/** What the ledger holds, that which another process is about to merge included. */
export function readLedger(ledger: string): TaskRun[] {
  return ledgerFiles(ledger).flatMap(readLines);
}

export interface TakenRuns {
  readonly runs: readonly TaskRun[];
  /** To be called once they are merged; before that, the next one takes them again, which changes nothing. */
  readonly forget: () => void;
}

/** Takes the ledger out of the way of those who append to it. */
export function takeLedger(ledger: string): TakenRuns {
  try {
    renameSync(ledger, `${ledger.replace(/\.jsonl$/, '')}.${randomUUID()}.jsonl`);
  } catch (error) {
    rethrowUnlessSystemError(error);
  }
  const taken = ledgerFiles(ledger).filter((file) => file !== ledger);
  return { runs: taken.flatMap(readLines), forget: () => taken.forEach(removeIfThere) };
}

function ledgerFiles(ledger: string): string[] {
  const [stem = ''] = basename(ledger).split('.');
  return fileNames(dirname(ledger))
    .filter((name) => name.startsWith(`${stem}.`) && name.endsWith('.jsonl'))
    .map((name) => join(dirname(ledger), name));
}

function readLines(file: string): TaskRun[] {
  try {
    return readFileSync(file, 'utf8').split('\n').flatMap(parseRun);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

/** A line that was cut off is no run. */
function parseRun(line: string): TaskRun[] {
  try {
    const run = validateRun(JSON.parse(line));
    return run ? [run] : [];
  } catch {
    return [];
  }
}
