import { digest } from '../model/digest';
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

/**
 * The state of a file that a test can see: its content, and whether it can be executed. As the hash of a block, it must
 * have the form of one, or no record holds the fact. No digest contains a plus sign.
 */
export function describeFileState(contentHash: string, isExecutable: boolean): string {
  return isExecutable ? `${contentHash}+executable` : contentHash;
}

/** The part of `fs.Stats` that shows the kind of an entry. */
interface EntryStatus {
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

const foundKinds = ['file', 'executable', 'folder'] as const;

type FoundKind = (typeof foundKinds)[number];

/** The kind of entry at a path. */
export type EntryKind = FoundKind | 'missing';

/** @param status of the target of all links; `undefined` if nothing exists there */
export function kindOfEntry(status: EntryStatus | undefined): EntryKind {
  if (status?.isFile() === true) return isExecutableMode(status.mode) ? 'executable' : 'file';
  return status?.isDirectory() === true ? 'folder' : 'missing';
}

/** What a lookup found. */
export type LookupState =
  | { readonly kind: 'missing' }
  | {
      readonly kind: FoundKind;
      /** Where links lead, if the path is not the real one: `outside`, or a digest of the path in the workspace. */
      readonly target?: string;
    };

/** The text form of a lookup's state. It is the hash of a block, and has the form of one. */
export function formatLookup(state: LookupState): string {
  if (state.kind === 'missing' || state.target === undefined) return state.kind;
  return `${state.kind}:${state.target}`;
}

/** The inverse of {@link formatLookup}; `undefined` for another text. */
export function parseLookup(text: string): LookupState | undefined {
  if (text === 'missing') return { kind: text };
  const [name, target, ...more] = text.split(':');
  const kind = foundKinds.find((one) => one === name);
  if (kind === undefined || target === '' || more.length > 0) return undefined;
  return target === undefined ? { kind } : { kind, target };
}

/**
 * The state of a lookup that found something.
 *
 * @param root absolute path of the workspace
 * @param absolute path that was looked up
 * @param real the same path with links resolved
 */
export function stateOfLookup(
  rules: PathRules,
  root: string,
  { kind, absolute, real }: { readonly kind: FoundKind; readonly absolute: string; readonly real: string },
): LookupState {
  if (real === absolute) return { kind };
  const path = toWorkspacePath(rules, root, real);
  return { kind, target: path === undefined ? 'outside' : digest(path) };
}
