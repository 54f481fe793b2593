import { rmSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import {
  appendBreaker,
  type Breaker,
  type BreakerState,
  clearState,
  findSetBreaker,
  mergeBreakerStates,
  rethrowUnlessSystemError,
  type StoredBreaker,
  systemMessage,
} from '@nx-testmon/core';
import { entriesBelow } from '../files/entries-below';
import { isOwnFolder } from '../files/own-folder';
import { breakerFile, type BreakerFolders, carriedBreakerFile, carriedName } from './breaker-file';
import { encodeState, type ReadState, readState } from './breaker-format';
import { writeWhole } from './record-files';

const extension = '.json';

/**
 * What is known about a project, from its breaker and the one beside its records, whichever a cache or another machine
 * has brought. Both are untrusted.
 *
 * @param now in ms since 1970
 */
export function readBreakerState(folders: BreakerFolders, project: string, now: number): ReadState {
  const files = [breakerFile(folders.breakers, project), carriedBreakerFile(folders.records, project)];
  let merged: BreakerState | undefined;
  for (const file of files) {
    const read = readState(file);
    if (read === undefined) continue;
    if (read.kind === 'unreadable') return read;
    if (read.state.project !== project) return ofAnotherProject(file);
    merged = mergeBreakerStates(merged ?? { project }, read.state, now);
  }
  return merged && { kind: 'known', state: merged };
}

/**
 * The breaker that turns off the selection of a project. What can't be read turns it off as well, so that more test
 * files run, never fewer.
 *
 * @param now in ms since 1970
 * @returns `undefined` if the selection is on
 */
export function readBreaker(
  folders: BreakerFolders,
  project: string,
  now: number,
): StoredBreaker | undefined {
  const read = readBreakerState(folders, project, now);
  if (read?.kind !== 'known') return read;
  const breaker = findSetBreaker(read.state, now);
  return breaker && { kind: 'set', file: breakerFile(folders.breakers, project), breaker };
}

/**
 * Turns off the selection of a project.
 *
 * @returns the message of the system if it failed
 */
export function writeBreaker(folders: BreakerFolders, breaker: Breaker): string | undefined {
  const { project, foundAt } = breaker;
  const failure = writeState(folders, appendBreaker(knownState(folders, project, foundAt), breaker));
  return readBreaker(folders, project, foundAt) ? undefined : failure;
}

/** A breaker with its project, as far as the file name contains it. */
export interface ListedBreaker {
  readonly project: string;
  readonly stored: StoredBreaker;
}

/** All breakers that turn off a selection, sorted by project. @param now in ms since 1970 */
export function listBreakers(folders: BreakerFolders, now: number): ListedBreaker[] {
  const listed = new Map<string, ListedBreaker>();
  for (const { file, named, isAt } of filesOf(folders)) {
    const read = readState(file);
    if (read === undefined) continue;
    const isOwn = read.kind === 'known' && isAt(read.state.project);
    const project = isOwn ? read.state.project : named;
    const stored = isOwn
      ? readBreaker(folders, project, now)
      : read.kind === 'known'
        ? ofAnotherProject(file)
        : read;
    if (stored && !listed.has(project)) listed.set(project, { project, stored });
  }
  return [...listed.values()].sort((one, other) => (one.project < other.project ? -1 : 1));
}

/** The names of the projects of which something is stored, sorted. */
export function listProjects(folders: BreakerFolders): string[] {
  const names = filesOf(folders).map(({ file, named, isAt }) => {
    const read = readState(file);
    return read?.kind === 'known' && isAt(read.state.project) ? read.state.project : named;
  });
  return [...new Set(names)].sort();
}

/**
 * Turns the selection of a project on again, also where this is merged.
 *
 * @param listed from {@link listBreakers}
 * @param now in ms since 1970
 * @returns the message of the system if it failed
 */
export function clearBreaker(
  folders: BreakerFolders,
  { project, stored: { file } }: ListedBreaker,
  now: number,
): string | undefined {
  const { breakers, records } = folders;
  const own = [breakerFile(breakers, project), carriedBreakerFile(records, project)];
  // The name of a file may not contain its project; another machine would not find it either.
  if (!own.includes(file)) return removeFile(folders, file);
  const failure = writeState(folders, clearState(knownState(folders, project, now), now));
  return readBreaker(folders, project, now) && (failure ?? 'it was set again');
}

/** @returns the message of the system for the first file that could not be written */
function writeState({ breakers, records }: BreakerFolders, state: BreakerState): string | undefined {
  const { project } = state;
  const text = encodeState(state);
  return (
    writeWhole(breakers, breakerFile(breakers, project), text) ??
    writeWhole(records, carriedBreakerFile(records, project), text)
  );
}

/** What is known from the files that can be read. */
function knownState({ breakers, records }: BreakerFolders, project: string, now: number): BreakerState {
  return [breakerFile(breakers, project), carriedBreakerFile(records, project)]
    .map(readState)
    .reduce<BreakerState>(
      (known, read) =>
        read?.kind === 'known' && read.state.project === project
          ? mergeBreakerStates(known, read.state, now)
          : known,
      { project },
    );
}

interface BreakerInFolder {
  readonly file: string;
  /** Name of the project, as far as the path contains it. */
  readonly named: string;
  /** Whether the file is that of a project. */
  readonly isAt: (project: string) => boolean;
}

function filesOf({ breakers, records }: BreakerFolders): BreakerInFolder[] {
  const own = filesBelow(breakers, (name) => name.endsWith(extension)).map((file) => ({
    file,
    named: projectIn(breakers, file.slice(0, -extension.length)),
    isAt: (project: string) => breakerFile(breakers, project) === file,
  }));
  return [...own, ...carriedFilesOf(records)];
}

/** The breakers beside records. @param records folder of all records, absolute */
export function carriedFilesOf(records: string): BreakerInFolder[] {
  return filesBelow(records, (name) => name === carriedName).map((file) => ({
    file,
    named: projectIn(records, dirname(file)),
    isAt: (project) => carriedBreakerFile(records, project) === file,
  }));
}

function projectIn(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

function filesBelow(folder: string, isFound: (name: string) => boolean): string[] {
  try {
    return [...entriesBelow(folder)]
      .filter(({ name }) => isFound(name))
      .map(({ parentPath, name }) => `${parentPath}${sep}${name}`);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

function removeFile({ breakers, records }: BreakerFolders, file: string): string | undefined {
  const base = file.startsWith(breakers) ? breakers : records;
  if (!isOwnFolder(base, dirname(file))) return 'a link leads to it';
  try {
    rmSync(file, { force: true });
    return undefined;
  } catch (error) {
    return systemMessage(error);
  }
}

function ofAnotherProject(file: string): Extract<StoredBreaker, { readonly kind: 'unreadable' }> {
  return { kind: 'unreadable', file, detail: 'it is that of another project' };
}
