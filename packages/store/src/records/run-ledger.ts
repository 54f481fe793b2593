import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TaskRun } from '@nx-testmon/core';
import { appendToRegularFile, readLastLines } from '../files/regular-file';
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
    appendToRegularFile(ledger, `${JSON.stringify(run)}\n`);
    return undefined;
  } catch (error) {
    return systemMessage(error);
  }
}

/** Of each file, in bytes: a ledger is merged long before it is that large, and its last lines count most. */
const MAX_BYTES = 1024 ** 2;

/** Files of tasks that were killed before they could merge them. */
const MAX_FILES = 100;

/** Whether a ledger is long enough to be worth a merge of its own: every run reads it. */
export function isLedgerLong(ledger: string): boolean {
  return (lstatSync(ledger, { throwIfNoEntry: false })?.size ?? 0) > 64 * 1024;
}

/** The runs in the ledger, including those that another process is about to merge. */
export function readLedger(ledger: string): TaskRun[] {
  return ledgerFiles(ledger).flatMap(readLines);
}

export interface DrainedRuns {
  readonly runs: readonly TaskRun[];
  /** To be called once they are merged; before that, the next one takes them again, which changes nothing. */
  readonly forget: () => void;
}

/** Takes the ledger out of the way of those who append to it. */
export function drainLedger(ledger: string): DrainedRuns {
  try {
    renameSync(ledger, `${ledger.replace(/\.jsonl$/, '')}.${randomUUID()}.jsonl`);
  } catch (error) {
    rethrowUnlessSystemError(error);
  }
  const taken = ledgerFiles(ledger).filter((file) => file !== ledger);
  return { runs: taken.flatMap(readLines), forget: () => taken.forEach(removeIfThere) };
}

/** The ledger and what {@link drainLedger} has made of it; a file of any other name is not ours. */
function ledgerFiles(ledger: string): string[] {
  const stem = basename(ledger, '.jsonl');
  return fileNames(dirname(ledger))
    .filter((name) => name === `${stem}.jsonl` || isTakenName(name, stem))
    .slice(0, MAX_FILES)
    .map((name) => join(dirname(ledger), name));
}

function isTakenName(name: string, stem: string): boolean {
  return name.startsWith(`${stem}.`) && /^[0-9a-f-]{36}\.jsonl$/.test(name.slice(stem.length + 1));
}

function readLines(file: string): TaskRun[] {
  try {
    return readLastLines(file, MAX_BYTES).split('\n').flatMap(parseRun);
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
