import { CLOCK_TOLERANCE_MS, nextSequence } from './fact-sequence';
import type { TestFileId } from './test-file-id';

/** The number of missed test files that a breaker keeps. */
export const MISSED_KEPT = 20;

/** The result of an audit that found missed test files. While it is set, every test file of the project runs. */
export interface Breaker {
  readonly project: string;
  readonly target: string;
  /** Name of the environment. */
  readonly environment: string;
  /** In ms since 1970. */
  readonly foundAt: number;
  /** The place in the order of breakers and clearings; absent if it is `foundAt`. */
  readonly sequence?: number;
  /** The first test files that failed although they would have been skipped; at least one. */
  readonly missed: readonly TestFileId[];
}

/** A person has turned the selection of a project on again. */
export interface BreakerClearing {
  /** In ms since 1970. */
  readonly clearedAt: number;
  /** The place in the order of breakers and clearings; absent if it is `clearedAt`. */
  readonly sequence?: number;
}

/** What a store knows about the selection of a project: the newest breaker, and the newest clearing. */
export interface BreakerState {
  readonly project: string;
  readonly breaker?: Breaker;
  readonly cleared?: BreakerClearing;
}

/** A stored breaker. A breaker that can't be read is set as well. */
export type StoredBreaker =
  | { readonly kind: 'set'; readonly file: string; readonly breaker: Breaker }
  | {
      readonly kind: 'unreadable';
      /** Absolute path. */
      readonly file: string;
      /** What is wrong with it. */
      readonly detail: string;
    };

/**
 * The breaker that turns off the selection. A clearing ends all breakers that precede it. Like a pass, it does not
 * count before its time has come.
 *
 * @param now in ms since 1970
 */
export function findSetBreaker({ breaker, cleared }: BreakerState, now: number): Breaker | undefined {
  if (breaker === undefined || cleared === undefined) return breaker;
  const ends = sequenceOfCleared(cleared) <= now && sequenceOfCleared(cleared) > sequenceOfBreaker(breaker);
  return ends ? undefined : breaker;
}

/** Adds a breaker. Like a failure, it follows everything that is known, whatever the clocks showed. */
export function appendBreaker(state: BreakerState, breaker: Omit<Breaker, 'sequence'>): BreakerState {
  const { foundAt } = breaker;
  const sequence = nextSequence({ outcome: 'failed', endedAt: foundAt }, sequencesOf(state), foundAt);
  return { ...state, breaker: { ...breaker, ...(sequence === foundAt ? {} : { sequence }) } };
}

/**
 * Turns the selection on again. The breaker is dropped: one from a clock that is ahead could not be followed
 * otherwise.
 *
 * @param now in ms since 1970
 */
export function clearState(state: BreakerState, now: number): BreakerState {
  const sequence = nextSequence({ outcome: 'passed', endedAt: now }, sequencesOf(state), now);
  return {
    project: state.project,
    cleared: { clearedAt: now, ...(sequence === now ? {} : { sequence }) },
  };
}

/**
 * Joins what two stores know about a project: the same result in any order, and if it is repeated. A clearing from the
 * future comes last, and one that is further ahead than a clock may be is left out, like a pass.
 *
 * @param now in ms since 1970
 */
export function mergeBreakerStates(one: BreakerState, other: BreakerState, now: number): BreakerState {
  const { project } = one;
  const [breaker] = [one.breaker, other.breaker]
    .filter((known) => known !== undefined)
    .sort((a, b) => sequenceOfBreaker(b) - sequenceOfBreaker(a) || compareTexts(a, b));
  const isAhead = (cleared: BreakerClearing) => Number(sequenceOfCleared(cleared) > now);
  const [cleared] = [one.cleared, other.cleared]
    .filter((known) => known !== undefined)
    .filter((known) => sequenceOfCleared(known) <= now + CLOCK_TOLERANCE_MS)
    .sort(
      (a, b) => isAhead(a) - isAhead(b) || sequenceOfCleared(b) - sequenceOfCleared(a) || compareTexts(a, b),
    );
  const clearedOnly = { project, ...(cleared && { cleared }) };
  const state = { ...clearedOnly, ...(breaker && { breaker }) };
  return findSetBreaker(state, now) ? state : clearedOnly;
}

function sequenceOfBreaker({ foundAt, sequence = foundAt }: Breaker): number {
  return sequence;
}

function sequenceOfCleared({ clearedAt, sequence = clearedAt }: BreakerClearing): number {
  return sequence;
}

function sequencesOf({ breaker, cleared }: BreakerState): number[] {
  return [...(breaker ? [sequenceOfBreaker(breaker)] : []), ...(cleared ? [sequenceOfCleared(cleared)] : [])];
}

/** Of two with the same sequence, always the same one counts. */
function compareTexts(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
