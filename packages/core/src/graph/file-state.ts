import { type PathRules, toWorkspacePath } from './workspace-paths';

/** Whether the owner may execute a file. Git keeps no other part of the mode. @param mode of `fs.Stats` */
export function isExecutableMode(mode: number | bigint): boolean {
  return (Number(mode) & 0o100) !== 0;
}

/**
 * Whether a state is the state of a file as it was read. A transformer receives the text without the executable bit.
 */
export function isStateAsRead(state: string, read: string): boolean {
  return state === read || state === describeFileState(read, true);
}

/** The state of a file, as a test can see it: its content, and whether it is executable. */
export function describeFileState(contentHash: string, isExecutable: boolean): string {
  return isExecutable ? `${contentHash} executable` : contentHash;
}

/** The part of `fs.Stats` that shows the kind of an entry. */
interface EntryStatus {
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

const entryKinds = ['file', 'executable', 'folder', 'missing'] as const;

/** The kind of entry at a path. */
export type EntryKind = (typeof entryKinds)[number];

/** @param status of the target of all links; `undefined` if nothing exists there */
export function kindOfEntry(status: EntryStatus | undefined): EntryKind {
  if (status?.isFile() === true) return isExecutableMode(status.mode) ? 'executable' : 'file';
  return status?.isDirectory() === true ? 'folder' : 'missing';
}

/**
 * The state of a lookup that found something: its kind, and the target of links.
 *
 * @param root absolute path of the workspace
 * @param absolute path that was looked up
 * @param real the same path with links resolved
 */
export function describeLookup(
  rules: PathRules,
  root: string,
  { kind, absolute, real }: { readonly kind: EntryKind; readonly absolute: string; readonly real: string },
): string {
  return real === absolute ? kind : `${kind} ${toWorkspacePath(rules, root, real) ?? 'outside'}`;
}

/** The kind in a text of {@link describeLookup}. */
export function kindOfLookup(state: string): EntryKind | undefined {
  return entryKinds.find((kind) => state === kind || state.startsWith(`${kind} `));
}
