import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rethrowUnlessSystemError, systemMessage } from '@nx-testmon/core';
import { appendToRegularFile, readLastLines } from '../files/regular-file';
import { fileNames, removeIfThere } from './record-files';

/** How much of a ledger is read. The last lines of a file count most. */
export interface LedgerLimits {
  /** Of each file. */
  readonly bytes: number;
  /** The ledger, and the files that killed tasks had taken. */
  readonly files: number;
}

/** A shorter line contains no value of a ledger. Parsing a million of them would take seconds. */
const SHORTEST_LINE = 64;

/**
 * Appends lines of JSON to a ledger, a file beside the store that no lock protects.
 *
 * @param ledger absolute, ending with `.jsonl`
 * @returns the message of the system if it failed
 */
export function appendToLedger(ledger: string, values: readonly object[]): string | undefined {
  try {
    mkdirSync(dirname(ledger), { recursive: true });
    // One write to a file opened for appending, so that lines of parallel tasks don't mix.
    appendToRegularFile(ledger, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
    return undefined;
  } catch (error) {
    return systemMessage(error);
  }
}

/** Renames a ledger, so that nobody appends to the renamed file. @returns the files with its former content */
export function drainLedgerFiles(ledger: string, limits: LedgerLimits): readonly string[] {
  try {
    renameSync(ledger, `${ledger.replace(/\.jsonl$/, '')}.${randomUUID()}.jsonl`);
  } catch (error) {
    rethrowUnlessSystemError(error);
  }
  return ledgerFiles(ledger, limits).filter((file) => file !== ledger);
}

/** The ledger and the files from {@link drainLedgerFiles}. Files with other names are not read. */
export function ledgerFiles(ledger: string, { files }: LedgerLimits): string[] {
  const stem = basename(ledger, '.jsonl');
  return fileNames(dirname(ledger))
    .filter((name) => name === `${stem}.jsonl` || isTakenName(name, stem))
    .slice(0, files)
    .map((name) => join(dirname(ledger), name));
}

export function removeLedgerFiles(files: readonly string[]): void {
  files.forEach(removeIfThere);
}

function isTakenName(name: string, stem: string): boolean {
  return name.startsWith(`${stem}.`) && /^[0-9a-f-]{36}\.jsonl$/.test(name.slice(stem.length + 1));
}

/** Reads the lines of files. Truncated and invalid lines are left out. */
export function readLedgerFiles<Value>(
  files: readonly string[],
  { bytes }: LedgerLimits,
  validate: (value: unknown) => Value | undefined,
): Value[] {
  return files.flatMap((file) => linesOf(file, bytes)).flatMap((line) => parse(line, validate));
}

function linesOf(file: string, bytes: number): string[] {
  try {
    return readLastLines(file, bytes)
      .split('\n')
      .filter((line) => line.length >= SHORTEST_LINE);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

function parse<Value>(line: string, validate: (value: unknown) => Value | undefined): Value[] {
  try {
    const value = validate(JSON.parse(line));
    return value === undefined ? [] : [value];
  } catch {
    return [];
  }
}
