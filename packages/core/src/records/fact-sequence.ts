import type { Fact } from './fact';

/** How far ahead a clock may be, in ms. A pass from further ahead is not used. */
export const CLOCK_TOLERANCE_MS = 24 * 3_600_000;

/** The latest possible time of a date, in ms since 1970. */
const latest = 8.64e15;

/** The fields that the order of facts depends on. */
export type OrderedFact = Pick<Fact, 'outcome' | 'endedAt' | 'sequence'>;

/** The place of a fact in the order of facts: see {@link nextSequence}. */
export function sequenceOf({ endedAt, sequence }: Pick<Fact, 'endedAt' | 'sequence'>): number {
  return sequence ?? endedAt;
}

/**
 * The sequence of a new fact: the time when its test file ended, or one more than the largest sequence of this test
 * file that its task knew. Therefore a failure follows everything that its task knew, and no earlier pass hides it,
 * whatever the clocks showed. A pass ignores sequences that are further ahead than a clock may be; otherwise it would
 * become unusable itself. A pass with a sequence that is too early only selects more.
 *
 * @param known sequences of the facts of the test file in the store that the task read
 * @param now in ms since 1970
 * @see Kulkarni and others, "Logical Physical Clocks" (2014)
 */
export function nextSequence(
  { outcome, endedAt }: Pick<Fact, 'outcome' | 'endedAt'>,
  known: readonly number[],
  now: number,
): number {
  const limit = outcome === 'passed' ? now + CLOCK_TOLERANCE_MS : Infinity;
  const newest = known.reduce((most, one) => (one < limit ? Math.max(most, one) : most), -1);
  return Math.max(endedAt, Math.min(newest + 1, latest));
}

/** By sequence, newest first; at the same instant, a failure precedes a pass. Passes from the future come last. */
export function newestFirst<T extends OrderedFact>(facts: readonly T[], now: number): T[] {
  const isPass = ({ outcome }: OrderedFact) => Number(outcome === 'passed');
  return [...facts].sort(
    (one, other) =>
      Number(isPassFromFuture(one, now)) - Number(isPassFromFuture(other, now)) ||
      sequenceOf(other) - sequenceOf(one) ||
      isPass(one) - isPass(other),
  );
}

/** Whether a fact is a pass that may be older than its time. Such a pass counts less than any failure. */
export function isPassFromFuture(fact: OrderedFact, now: number): boolean {
  return fact.outcome === 'passed' && sequenceOf(fact) > now;
}

/** Whether a fact is a pass with a time that no correct clock shows. It is neither used nor stored. */
export function isPassFromFarFuture(fact: OrderedFact, now: number): boolean {
  return isPassFromFuture(fact, now + CLOCK_TOLERANCE_MS);
}
