import { seededRandom as seededFraction } from '../shared/random.mts';

/** Returns the next whole number from 0 up to, but not including, the limit. */
export type Random = (limit: number) => number;

/** Returns the same numbers for the same seed. */
export function seededRandom(seed: number): Random {
  const next = seededFraction(seed);
  return (limit) => Math.floor(next() * limit);
}

/** A random element of a list that is not empty. */
export function pick<Item>(random: Random, from: readonly Item[]): Item {
  return from[random(from.length)]!;
}
