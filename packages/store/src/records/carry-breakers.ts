import { type BreakerState, mergeBreakerStates, type ProblemOf } from '@nx-testmon/core';
import { breakerFile, type BreakerFolders, carriedBreakerFile } from './breaker-file';
import { encodeState, readState } from './breaker-format';
import { carriedFilesOf, listProjects, readBreaker, readBreakerState } from './breakers';
import { writeWhole } from './record-files';

/** What merging has changed. */
export interface MergedBreakers {
  /** Names of projects whose selection is off now and was on before. */
  readonly turnedOff: readonly string[];
  /** The reverse. */
  readonly turnedOn: readonly string[];
  readonly problems: readonly ProblemOf<'breaker-not-written' | 'breaker-not-cleared'>[];
}

/**
 * Adds what other stores know: a breaker holds, and a clearing ends it, wherever it was set. In any order, and
 * repeating it changes nothing.
 *
 * @param states untrusted
 * @param now in ms since 1970
 */
export function mergeBreakers(
  folders: BreakerFolders,
  states: readonly BreakerState[],
  now: number,
): MergedBreakers {
  const [turnedOff, turnedOn]: [string[], string[]] = [[], []];
  const problems: MergedBreakers['problems'][number][] = [];
  for (const state of states) {
    const { project } = state;
    const isOff = () => readBreaker(folders, project, now) !== undefined;
    const wasOff = isOff();
    const problem = addState(folders, state, now);
    if (problem) problems.push(problem);
    if (isOff() !== wasOff) (wasOff ? turnedOn : turnedOff).push(project);
  }
  return { turnedOff, turnedOn, problems };
}

function addState(
  { breakers }: BreakerFolders,
  state: BreakerState,
  now: number,
): ProblemOf<'breaker-not-written' | 'breaker-not-cleared'> | undefined {
  const { project } = state;
  const file = breakerFile(breakers, project);
  const own = readState(file);
  // The selection is off until a person has cleared what can't be read.
  if (own?.kind === 'unreadable' || (own && own.state.project !== project)) return undefined;
  const known = own?.state ?? { project };
  const merged = mergeBreakerStates(known, state, now);
  const text = encodeState(merged);
  const detail = text === encodeState(known) ? undefined : writeWhole(breakers, file, text);
  if (detail === undefined) return undefined;
  return { kind: merged.breaker ? 'breaker-not-written' : 'breaker-not-cleared', file, detail };
}

/**
 * Adds what lies beside the records, which a cache or an agent has brought. It may be gone when the next result is
 * restored.
 *
 * @param now in ms since 1970
 */
export function mergeCarriedBreakers(folders: BreakerFolders, now: number): MergedBreakers {
  const states = carriedFilesOf(folders.records).flatMap(({ file, isAt }) => {
    const read = readState(file);
    return read?.kind === 'known' && isAt(read.state.project) ? [read.state] : [];
  });
  return mergeBreakers(folders, states, now);
}

/**
 * Writes what is known about a project beside its records, so that its outputs carry it. A failure is not reported,
 * because the selection of this store does not depend on it.
 *
 * @param now in ms since 1970
 */
export function carryBreaker(folders: BreakerFolders, project: string, now: number): void {
  const read = readBreakerState(folders, project, now);
  if (read?.kind !== 'known') return;
  const text = encodeState(read.state);
  const carried = carriedBreakerFile(folders.records, project);
  const known = readState(carried);
  if (known?.kind !== 'known' || encodeState(known.state) !== text)
    writeWhole(folders.records, carried, text);
}

export interface BreakersToExport extends BreakerFolders {
  /** Absolute path of the folder for records. */
  readonly folder: string;
  /** Only these projects. */
  readonly projects?: readonly string[] | undefined;
  /** In ms since 1970. */
  readonly now: number;
}

/** Writes what is known about each project beside its exported records. @returns the problems */
export function exportBreakers({
  folder,
  projects,
  now,
  ...folders
}: BreakersToExport): ProblemOf<'breaker-unreadable' | 'store-not-writable'>[] {
  const chosen = listProjects(folders).filter((project) => projects?.includes(project) ?? true);
  return chosen.flatMap((project): ProblemOf<'breaker-unreadable' | 'store-not-writable'>[] => {
    const read = readBreakerState(folders, project, now);
    if (read === undefined) return [];
    if (read.kind === 'unreadable')
      return [{ kind: 'breaker-unreadable', project, file: read.file, detail: read.detail }];
    const file = carriedBreakerFile(folder, project);
    const detail = writeWhole(folder, file, encodeState(read.state));
    return detail === undefined ? [] : [{ kind: 'store-not-writable', file, detail }];
  });
}
