/** Returns the next number in [0, 1). */
export type Random = () => number;

/** Mulberry32, by Tommy Ettinger (2017), public domain: small, seeded, and good enough to choose mutants. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Returns a random element of a list.
 *
 * @throws Error if the list is empty
 */
export function chooseRandom<T>(list: readonly T[], random: Random): T {
  const index = Math.floor(random() * list.length);
  if (index >= list.length) throw new Error('there is nothing to choose from');
  return list[index] as T;
}

/**
 * Removes a random element from a list, and returns it.
 *
 * @throws Error if the list is empty
 */
export function takeRandom<T>(list: T[], random: Random): T {
  const index = Math.floor(random() * list.length);
  const last = list.pop();
  if (last === undefined) throw new Error('there is nothing to take');
  if (index === list.length) return last;
  const taken = list[index] as T;
  list[index] = last;
  return taken;
}
