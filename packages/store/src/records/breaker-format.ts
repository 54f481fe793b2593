import {
  type Breaker,
  type BreakerState,
  type BreakerClearing,
  MISSED_KEPT,
  systemMessage,
} from '@nx-testmon/core';
import { readRegularFile } from '../files/regular-file';
import { isName, isAmount, MAX_LABEL, validateTestFileId } from './record-parts';

const MAX_BYTES = 1024 ** 2;

/** A stored state; `undefined` if there is none. */
export type ReadState =
  | { readonly kind: 'known'; readonly state: BreakerState }
  | { readonly kind: 'unreadable'; readonly file: string; readonly detail: string }
  | undefined;

/** The state as text. Equal states have equal texts. */
export function encodeState({ project, breaker, cleared }: BreakerState): string {
  const { target, environment, foundAt, sequence, missed = [] } = breaker ?? {};
  const kept = missed.slice(0, MISSED_KEPT);
  const set = breaker && { target, environment, foundAt, sequence, missed: kept };
  const ended = cleared && { clearedAt: cleared.clearedAt, sequence: cleared.sequence };
  return `${JSON.stringify({ project, ...set, ...(ended && { cleared: ended }) }, undefined, 2)}\n`;
}

/** Reads a state, which is untrusted. Anything but a missing file is `known` or `unreadable`. */
export function readState(file: string): ReadState {
  try {
    const state = validateState(JSON.parse(readRegularFile(file, MAX_BYTES).toString('utf8')));
    return state === undefined
      ? { kind: 'unreadable', file, detail: 'it is not a breaker' }
      : { kind: 'known', state };
  } catch (error) {
    if (isMissing(error)) return undefined;
    const detail = error instanceof SyntaxError ? 'it is not valid JSON' : systemMessage(error);
    return { kind: 'unreadable', file, detail };
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A state without other fields; `undefined` for any other value. */
function validateState(value: unknown): BreakerState | undefined {
  if (typeof value !== 'object' || value === null || !('project' in value)) return undefined;
  const { project } = value;
  if (!isName(project, MAX_LABEL)) return undefined;
  const breaker = 'missed' in value ? validateBreaker(value, project) : undefined;
  const cleared = 'cleared' in value ? validateCleared(value.cleared) : undefined;
  if ('missed' in value && breaker === undefined) return undefined;
  if ('cleared' in value && cleared === undefined) return undefined;
  if (breaker === undefined && cleared === undefined) return undefined;
  return { project, ...(breaker && { breaker }), ...(cleared && { cleared }) };
}

function validateBreaker(value: object, project: string): Breaker | undefined {
  const { target, environment, foundAt, sequence, missed } = value as Record<string, unknown>;
  if (!isName(target, MAX_LABEL) || !isName(environment, MAX_LABEL)) return undefined;
  if (!isAmount(foundAt) || !isSequence(sequence)) return undefined;
  if (!Array.isArray(missed) || missed.length === 0 || missed.length > MISSED_KEPT) return undefined;
  const testFiles = missed.flatMap((one) => validateTestFileId(one) ?? []);
  if (testFiles.length < missed.length) return undefined;
  return { project, target, environment, foundAt, ...ordered(foundAt, sequence), missed: testFiles };
}

function validateCleared(value: unknown): BreakerClearing | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { clearedAt, sequence } = value as Record<string, unknown>;
  if (!isAmount(clearedAt) || !isSequence(sequence)) return undefined;
  return { clearedAt, ...ordered(clearedAt, sequence) };
}

function isSequence(value: unknown): value is number | undefined {
  return value === undefined || isAmount(value);
}

/** A redundant sequence is left out, so that nothing has two texts. */
function ordered(time: number, sequence: number | undefined): { readonly sequence?: number } {
  return sequence !== undefined && sequence > time ? { sequence } : {};
}
