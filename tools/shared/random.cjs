/**
 * Mulberry32: small, seeded, and good enough to pick mutants.
 *
 * @returns a function that gives the next number in [0, 1)
 */
function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Takes one element out of the list, which must not be empty. */
function takeRandom(list, random) {
  const at = Math.floor(random() * list.length);
  const taken = list[at];
  list[at] = list[list.length - 1];
  list.pop();
  return taken;
}

module.exports = { seededRandom, takeRandom };
