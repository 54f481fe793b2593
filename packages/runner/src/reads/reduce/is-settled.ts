import { basename, dirname } from 'node:path/posix';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { PathEventType } from './read-event';
import type { ObservedKind, TraceState } from './trace-state';

/** The kind of record for each kind of access. */
export const observedKinds = {
  FileRead: 'files',
  FileStatsRead: 'files',
  FolderListed: 'folders',
  LookupMade: 'lookups',
} as const satisfies Record<PathEventType, ObservedKind>;

/**
 * Whether an access adds nothing, independently of the caller: every owner has a record of it, or the test
 * file itself has written the path, so that the state of the workspace does not matter.
 */
export function isSettled(
  policy: AttributionPolicy,
  state: TraceState,
  type: PathEventType,
  path: string,
): boolean {
  const kind = observedKinds[type];
  const isKnown = policy.ownersOf(state).every((owner) => state.observations[owner][kind].has(path));
  return isKnown || isOwn(policy, state, type, path);
}

/** Whether the content of a path comes from its current owner. */
export function isOwn(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  type: PathEventType,
  path: string,
): boolean {
  const { created, overwritten } = observations[currentOwner];
  const isOfContent = type === 'FileRead' || type === 'FileStatsRead';
  if (isOfContent && overwritten.has(path)) return true;
  for (let at = path; at !== '.' && at !== ''; at = dirname(at)) if (created.has(at)) return true;
  return false;
}

/**
 * Names in a folder that its current owner has created. They are not part of what it observed of the
 * workspace.
 */
export function createdNamesIn(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  folder: string,
): ReadonlySet<string> {
  const inFolder = [...observations[currentOwner].created].filter((path) => dirname(path) === folder);
  return new Set(inFolder.map((path) => basename(path)));
}

/** Whether every owner has a record that Node's loader has loaded a module. */
export function isLoadKnown(policy: AttributionPolicy, state: TraceState, path: string): boolean {
  const { kindOfModules } = policy;
  return policy.ownersOf(state).every((owner) => state.observations[owner][kindOfModules].has(path));
}

/** Whether every owner has a record of the package. */
export function isPackageKnown(policy: AttributionPolicy, state: TraceState, name: string): boolean {
  return policy.ownersOf(state).every((owner) => state.observations[owner].packages.has(name));
}

/** Whether a file that is about to be overwritten has not been read before. */
export function isUnread(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  path: string,
): boolean {
  return !observations[currentOwner].files.has(path);
}
