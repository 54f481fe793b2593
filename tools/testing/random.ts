import { seededRandom as seededFraction } from '../shared/random.mts';

/** Gives the next number from 0 up to, not including, the limit. */
export type Random = (limit: number) => number;

/** The same seed gives the same numbers. */
export function seededRandom(seed: number): Random {
  const next = seededFraction(seed);
  return (limit) => Math.floor(next() * limit);
}

/** Any element of a list that is not empty. */
export function pick<Item>(random: Random, from: readonly Item[]): Item {
  return from[random(from.length)]!;
}
