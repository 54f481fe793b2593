import { expect, test } from 'vitest';
import {
  appendBreaker,
  type Breaker,
  type BreakerState,
  clearState,
  findSetBreaker,
  mergeBreakerStates,
} from './breaker';
import { CLOCK_TOLERANCE_MS } from './fact-sequence';

const now = 1_000_000_000;
const hour = 3_600_000;
const nothing: BreakerState = { project: 'a' };

function breaker(foundAt: number): Breaker {
  const missed = [{ suite: 'a:vitest.config.ts', path: 'a.test.ts' }];
  return { project: 'a', target: 'testmon', environment: 'default', foundAt, missed };
}

const isOff = (state: BreakerState, at = now) => findSetBreaker(state, at) !== undefined;
const merge = (one: BreakerState, ...others: readonly BreakerState[]) =>
  others.reduce((known, other) => mergeBreakerStates(known, other, now), one);

test('a breaker holds until it is cleared, and a later one turns the selection off again', () => {
  expect(isOff(nothing)).toBe(false);
  const set = appendBreaker(nothing, breaker(now - 3));
  expect(isOff(set)).toBe(true);
  const cleared = clearState(set, now - 2);
  expect(isOff(cleared)).toBe(false);
  expect(isOff(appendBreaker(cleared, breaker(now - 1)))).toBe(true);
});

test('merging an earlier breaker changes nothing after it was cleared; a clearing ends the breakers of other stores', () => {
  const set = appendBreaker(nothing, breaker(now - 9));
  const cleared = clearState(set, now - 5);
  expect(merge(cleared, set)).toEqual(cleared);
  expect(merge(appendBreaker(nothing, breaker(now - 6)), cleared)).toEqual(cleared);
  expect(isOff(merge(cleared, appendBreaker(nothing, breaker(now - 4))))).toBe(true);
});

test('a breaker follows the clearing that its task knew, even if the clock is behind', () => {
  const cleared = clearState(appendBreaker(nothing, breaker(now - 9)), now - 5);
  const late = appendBreaker(cleared, breaker(now - 20 * hour));
  expect(late.breaker).toMatchObject({ foundAt: now - 20 * hour, sequence: now - 4 });
  expect(isOff(merge(cleared, late))).toBe(true);
});

test('at the same time, the breaker counts', () => {
  const cleared = { ...nothing, cleared: { clearedAt: now } };
  expect(isOff(merge(cleared, appendBreaker(nothing, breaker(now))))).toBe(true);
});

test('a breaker from a clock that is ahead can be cleared at once; in other stores it holds until then', () => {
  const ahead = appendBreaker(nothing, breaker(now + hour));
  const cleared = clearState(ahead, now);
  expect(cleared.cleared).toEqual({ clearedAt: now, sequence: now + hour + 1 });
  expect(isOff(cleared)).toBe(false);
  const elsewhere = merge(ahead, cleared);
  expect([isOff(elsewhere), isOff(elsewhere, now + 2 * hour)]).toEqual([true, false]);
  const yearAhead = appendBreaker(nothing, breaker(now + 8760 * hour));
  expect(clearState(yearAhead, now)).toEqual({ project: 'a', cleared: { clearedAt: now } });
  expect(isOff(merge(yearAhead, clearState(yearAhead, now)))).toBe(true);
});

test('a clearing from the future ends no breaker before its time, and one from far ahead is left out', () => {
  const set = appendBreaker(nothing, breaker(now - 1));
  const soon = { ...nothing, cleared: { clearedAt: now + CLOCK_TOLERANCE_MS } };
  expect(isOff(merge(set, soon))).toBe(true);
  const far = { ...nothing, cleared: { clearedAt: now + CLOCK_TOLERANCE_MS + 1 } };
  expect(merge(set, far)).toEqual(set);
});

test('merging has the same result in any order, and if it is repeated', () => {
  const times = [now - 7, now - 5, now - 5 + hour, now, now + hour, now + CLOCK_TOLERANCE_MS + 1];
  const states = [
    ...times.map((at) => appendBreaker(nothing, breaker(at))),
    ...times.map((clearedAt) => ({ ...nothing, cleared: { clearedAt } })),
    appendBreaker(clearState(appendBreaker(nothing, breaker(now - 9)), now - 8), breaker(now - 20)),
  ];
  for (const one of states)
    for (const other of states)
      for (const third of states) {
        const merged = merge(one, other, third);
        expect(merge(third, one, other)).toEqual(merged);
        expect(merge(one, merge(other, third))).toEqual(merged);
        expect(merge(merged, one, other, third)).toEqual(merged);
      }
});
