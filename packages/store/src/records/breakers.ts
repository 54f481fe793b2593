import { rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import {
  type Breaker,
  MISSED_KEPT,
  rethrowUnlessSystemError,
  type StoredBreaker,
  systemMessage,
} from '@nx-testmon/core';
import { entriesBelow } from '../files/entries-below';
import { isOwnFolder } from '../files/own-folder';
import { readRegularFile } from '../files/regular-file';
import { breakerFile } from './breaker-file';
import { writeWhole } from './record-files';
import { isName, isAmount, MAX_LABEL, validateTestFileId } from './record-parts';

const MAX_BYTES = 1024 ** 2;
const extension = '.json';

/**
 * The breaker of a project. The file is untrusted. Anything but a missing file turns the selection off, so that more
 * test files run, never fewer.
 *
 * @param folder of all breakers, absolute
 * @returns `undefined` if there is none
 */
export function readBreaker(folder: string, project: string): StoredBreaker | undefined {
  const stored = readFile(breakerFile(folder, project));
  if (stored?.kind !== 'set' || stored.breaker.project === project) return stored;
  return { kind: 'unreadable', file: stored.file, detail: 'it is that of another project' };
}

/**
 * Stores a breaker and replaces a former one of the project.
 *
 * @returns the message of the system if it failed
 */
export function writeBreaker(folder: string, breaker: Breaker): string | undefined {
  const missed = breaker.missed.slice(0, MISSED_KEPT);
  return writeWhole(
    folder,
    breakerFile(folder, breaker.project),
    `${JSON.stringify({ ...breaker, missed }, undefined, 2)}\n`,
  );
}

/** A breaker with its project, as far as the file name contains it. */
export interface ListedBreaker {
  readonly project: string;
  readonly stored: StoredBreaker;
}

/** All breakers, sorted by project. @param folder of all breakers, absolute */
export function listBreakers(folder: string): ListedBreaker[] {
  return filesOf(folder)
    .flatMap((file): ListedBreaker[] => {
      const named = relative(folder, file).slice(0, -extension.length).split(sep).join('/');
      const stored = readFile(file);
      if (stored === undefined) return [];
      const project = stored.kind === 'set' ? stored.breaker.project : named;
      const isOwn = stored.kind === 'unreadable' || breakerFile(folder, project) === file;
      return isOwn
        ? [{ project, stored }]
        : [{ project: named, stored: { kind: 'unreadable', file, detail: 'it is that of another project' } }];
    })
    .sort((one, other) => (one.project < other.project ? -1 : 1));
}

/**
 * Removes a breaker.
 *
 * @param folder of all breakers, absolute
 * @param file from {@link listBreakers}
 * @returns the message of the system if it failed
 */
export function clearBreaker(folder: string, file: string): string | undefined {
  if (!isOwnFolder(folder, join(file, '..'))) return 'a link leads to it';
  try {
    rmSync(file, { force: true });
    return undefined;
  } catch (error) {
    return systemMessage(error);
  }
}

function filesOf(folder: string): string[] {
  try {
    return [...entriesBelow(folder)]
      .filter(({ name }) => name.endsWith(extension))
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

function readFile(file: string): StoredBreaker | undefined {
  try {
    const breaker = validate(JSON.parse(readRegularFile(file, MAX_BYTES).toString('utf8')));
    return breaker === undefined
      ? { kind: 'unreadable', file, detail: 'it is not a breaker' }
      : { kind: 'set', file, breaker };
  } catch (error) {
    if (isMissing(error)) return undefined;
    const detail = error instanceof SyntaxError ? 'it is not valid JSON' : systemMessage(error);
    return { kind: 'unreadable', file, detail };
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A breaker without other fields; `undefined` for any other value. */
function validate(value: unknown): Breaker | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { project, target, environment, foundAt, missed } = value as Record<string, unknown>;
  if (!isName(project, MAX_LABEL) || !isName(target, MAX_LABEL) || !isName(environment, MAX_LABEL))
    return undefined;
  if (!isAmount(foundAt) || !Array.isArray(missed) || missed.length === 0 || missed.length > MISSED_KEPT)
    return undefined;
  const testFiles = missed.flatMap((one) => validateTestFileId(one) ?? []);
  if (testFiles.length < missed.length) return undefined;
  return { project, target, environment, foundAt, missed: testFiles };
}
