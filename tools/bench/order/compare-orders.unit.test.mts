import { expect, test } from 'vitest';
import {
  compareOrders,
  type NoticedMutant,
  type OrderedFile,
  placeByChance,
  timesOf,
} from './compare-orders.mts';

const file = (path: string, durationMs: number, bytes: number): OrderedFile => ({ path, durationMs, bytes });
const short = file('short', 10, 3);
const middle = file('middle', 20, 1);
const long = file('long', 30, 2);
const mutant: NoticedMutant = { files: [short, middle, long], failing: new Set(['short']) };

test('each worker takes the next test file when it is free', () => {
  const failing = new Set(['long', 'middle']);
  expect(timesOf(mutant.files, failing, 1)).toEqual({ firstFailureMs: 30, totalMs: 60 });
  expect(timesOf(mutant.files, failing, 2)).toEqual({ firstFailureMs: 20, totalMs: 40 });
  expect(timesOf(mutant.files, failing, 4)).toEqual({ firstFailureMs: 20, totalMs: 30 });
});

test('the orders are compared by the place of the first failing test file and by times', () => {
  const results = compareOrders([mutant, { ...mutant, failing: new Set(['long']) }]);
  expect(results.map(({ order, place }) => [order, place])).toEqual([
    ['tests of the change first', 2],
    ['longest first', 2],
    ['fastest first', 2],
    ['largest file first', 1.5],
  ]);
  expect(results.map(({ times }) => times[0])).toEqual([
    { workers: 1, firstFailureMs: 35, totalMs: 60 },
    { workers: 1, firstFailureMs: 45, totalMs: 60 },
    { workers: 1, firstFailureMs: 35, totalMs: 60 },
    { workers: 1, firstFailureMs: 25, totalMs: 60 },
  ]);
});

test('the place by chance is the mean place of the first failing test file in a random order', () => {
  expect(placeByChance([mutant])).toBe(2);
  expect(placeByChance([{ ...mutant, failing: new Set(['short', 'long']) }])).toBe(4 / 3);
});
