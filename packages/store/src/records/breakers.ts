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
  const found = readOfProject(folders, project);
  if (found.length === 0) return undefined;
  const unreadable = found.find(({ kind }) => kind === 'unreadable');
  return unreadable ?? { kind: 'known', state: mergeKnown(found, project, now) };
}

/** The files of a project that exist. One of another project can't be read as its own. */
function readOfProject(folders: BreakerFolders, project: string): NonNullable<ReadState>[] {
  return filesOfProject(folders, project).flatMap((file) => {
    const read = readState(file);
    if (read === undefined) return [];
    return read.kind === 'known' && read.state.project !== project ? [ofAnotherProject(file)] : [read];
  });
}

function filesOfProject({ breakers, records }: BreakerFolders, project: string): string[] {
  return [breakerFile(breakers, project), carriedBreakerFile(records, project)];
}

/** What is known from the files that could be read. */
function mergeKnown(found: readonly NonNullable<ReadState>[], project: string, now: number): BreakerState {
  const states = found.flatMap((read) => (read.kind === 'known' ? [read.state] : []));
  return states.reduce<BreakerState>((known, state) => mergeBreakerStates(known, state, now), { project });
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
  const known = mergeKnown(readOfProject(folders, project), project, foundAt);
  const failure = writeState(folders, appendBreaker(known, breaker));
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
  for (const found of filesOf(folders)) {
    const read = readState(found.file);
    if (read === undefined) continue;
    const { project, isOwn } = ownerOf(found, read);
    const ofOther = read.kind === 'known' ? ofAnotherProject(found.file) : read;
    const stored = isOwn ? readBreaker(folders, project, now) : ofOther;
    if (stored && !listed.has(project)) listed.set(project, { project, stored });
  }
  return [...listed.values()].sort((one, other) => (one.project < other.project ? -1 : 1));
}

/** The names of the projects of which something is stored, sorted. */
export function listProjects(folders: BreakerFolders): string[] {
  const names = filesOf(folders).map((found) => ownerOf(found, readState(found.file)).project);
  return [...new Set(names)].sort();
}

/** The project that a file is of, and whether the file says so itself; otherwise, its path does. */
function ownerOf(
  { named, isAt }: BreakerInFolder,
  read: ReadState,
): { readonly project: string; readonly isOwn: boolean } {
  const isOwn = read?.kind === 'known' && isAt(read.state.project);
  return { project: isOwn ? read.state.project : named, isOwn };
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
  // The name of a file may not contain its project; another machine would not find it either.
  if (!filesOfProject(folders, project).includes(file)) return removeFile(folders, file);
  const known = mergeKnown(readOfProject(folders, project), project, now);
  const failure = writeState(folders, clearState(known, now));
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
