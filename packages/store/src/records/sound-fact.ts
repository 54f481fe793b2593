import { type Fact, sortFingerprints } from '@nx-testmon/core';

/**
 * The fact with its fingerprints sorted; `undefined` where it can't be one: a block with two hashes (the file
 * was edited during the run), or a number that is none. Leaving it out only selects more.
 */
export function soundFact(fact: Fact): Fact | undefined {
  if (!isCount(fact.durationMs) || !isCount(fact.endedAt)) return undefined;
  if (isSorted(fact.fingerprints)) return fact;
  const hashes = new Map(fact.fingerprints.map(({ block, hash }) => [block, hash]));
  const agrees = fact.fingerprints.every(({ block, hash }) => hashes.get(block) === hash);
  return agrees ? { ...fact, fingerprints: sortFingerprints(fact.fingerprints) } : undefined;
}

/** The usual case, a hundred times cheaper than sorting again: by block, each block once. */
function isSorted(fingerprints: Fact['fingerprints']): boolean {
  let last: string | undefined;
  for (const { block } of fingerprints) {
    if (last !== undefined && block <= last) return false;
    last = block;
  }
  return true;
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
