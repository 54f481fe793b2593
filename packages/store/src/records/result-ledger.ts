import { lstatSync } from 'node:fs';
import { type CodeResult, codeResultKey } from '@nx-testmon/core';
import { keptCodeResults, validateCodeResult } from './code-results';
import {
  appendToLedger,
  ledgerFiles,
  type LedgerLimits,
  readLedgerFiles,
  removeLedgerFiles,
  drainLedgerFiles,
} from './ledger-files';

/** A ledger is rewritten long before it is that large. */
const limits: LedgerLimits = { bytes: 2 * 1024 ** 2, files: 10 };

/** In bytes: larger than the kept results, so that not every run rewrites it. */
const LONG = 1024 ** 2;

/**
 * The results that a ledger keeps, the newest first. The ledger is untrusted, and a damaged line costs no other one.
 *
 * @param ledger absolute
 * @param now in ms since 1970
 */
export function readResults(ledger: string, now: number): CodeResult[] {
  return keptCodeResults(readLedgerFiles(ledgerFiles(ledger, limits), limits, validateCodeResult), now);
}

/**
 * Adds results to a ledger: a set union. A long ledger is rewritten with only the kept results.
 *
 * @param ledger absolute
 * @param now in ms since 1970
 * @returns the message of the system if it failed
 */
export function appendResults(
  ledger: string,
  results: readonly CodeResult[],
  now: number,
): string | undefined {
  const valid = results.filter((one) => validateCodeResult(one) !== undefined);
  const failure = valid.length === 0 ? undefined : appendToLedger(ledger, valid);
  if (failure === undefined && isLong(ledger)) rewrite(ledger, now);
  return failure;
}

/**
 * Adds the results that the ledger does not contain yet. @returns how many; arguments as for {@link appendResults}
 */
export function mergeResults(ledger: string, results: readonly CodeResult[], now: number): number {
  const known = new Set(readResults(ledger, now).map(codeResultKey));
  const added = keptCodeResults(results, now).filter((one) => !known.has(codeResultKey(one)));
  return appendResults(ledger, added, now) === undefined ? added.length : 0;
}

/**
 * Others may append and rewrite at the same time. Nothing is removed before the ledger contains it again, and
 * duplicates count once.
 */
function rewrite(ledger: string, now: number): void {
  const taken = drainLedgerFiles(ledger, limits);
  const kept = keptCodeResults(readLedgerFiles(taken, limits, validateCodeResult), now);
  const failure = kept.length === 0 ? undefined : appendToLedger(ledger, kept);
  if (failure === undefined) removeLedgerFiles(taken);
}

function isLong(ledger: string): boolean {
  return (lstatSync(ledger, { throwIfNoEntry: false })?.size ?? 0) > LONG;
}
