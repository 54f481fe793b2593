import { type Fallback, isFallback } from '@nx-testmon/core';
import { emptyObservations, type Observations } from '../reduce/trace-state';

type StateKind = 'files' | 'modules' | 'folders' | 'lookups';
type NameKind = 'packages' | 'variables' | 'created' | 'overwritten' | 'written';
type CauseKind = 'fallbacks' | 'subprocesses';
type SuspensionKind = 'suspended' | 'resumed';

/**
 * One line of a journal, as JSON. The first line contains the id of the process. A process that is suspended may go on
 * without being able to write.
 */
export type JournalEntry =
  | readonly [kind: SuspensionKind, nothing: '']
  | readonly [kind: 'process', id: string]
  | readonly [kind: StateKind, path: string, state: string]
  | readonly [kind: NameKind, name: string]
  | readonly [kind: CauseKind, key: string, cause: Fallback];

export interface JournalContent {
  readonly process: number;
  readonly observations: Observations;
}

const states: readonly unknown[] = ['files', 'modules', 'folders', 'lookups'] satisfies StateKind[];
const names: readonly unknown[] = [
  'packages',
  'variables',
  'created',
  'overwritten',
  'written',
] satisfies NameKind[];
const causes: readonly unknown[] = ['fallbacks', 'subprocesses'] satisfies CauseKind[];

/** @returns `undefined` for everything but the complete journal of one process */
export function parseJournal(text: string): JournalContent | undefined {
  if (!text.endsWith('\n')) return undefined;
  const [first, ...rest] = text.slice(0, -1).split('\n').map(parseEntry);
  if (first?.[0] !== 'process') return undefined;
  const process = Number(first[1]);
  if (!Number.isSafeInteger(process) || process <= 0) return undefined;
  const observations = emptyObservations();
  let isSuspended = false;
  for (const entry of rest) {
    if (isSuspension(entry)) isSuspended = entry[0] === 'suspended';
    else if (!addEntry(observations, entry)) return undefined;
  }
  return isSuspended ? undefined : { process, observations };
}

function isSuspension(
  entry: readonly unknown[] | undefined,
): entry is readonly [SuspensionKind, ...unknown[]] {
  return entry?.[0] === 'suspended' || entry?.[0] === 'resumed';
}

function parseEntry(line: string): readonly unknown[] | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return Array.isArray(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** @returns whether it is a valid entry */
function addEntry(observations: Observations, entry: readonly unknown[] | undefined): boolean {
  const [kind, name, value] = entry ?? [];
  if (typeof name !== 'string') return false;
  if (states.includes(kind) && typeof value === 'string') observations[kind as StateKind].set(name, value);
  else if (names.includes(kind)) observations[kind as NameKind].add(name);
  else if (causes.includes(kind) && isFallback(value)) observations[kind as CauseKind].set(name, value);
  else return false;
  return true;
}
