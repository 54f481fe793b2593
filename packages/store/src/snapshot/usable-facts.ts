import type { Fact } from '@nx-testmon/core';
import type { StoredFact } from './stored-facts';
import type { UnpackFact } from './unpack-fact';

export interface UsableFacts {
  readonly facts: ReadonlyMap<string, readonly StoredFact[]>;
  /** How many were left out. */
  readonly ignored: number;
}

/**
 * Groups facts by test file, newest first, a failure before a pass of the same instant. A failure whose blocks
 * can't be read may have been about any code, so it takes the older passes of its test file with it.
 */
export function groupUsableFacts(facts: readonly StoredFact[], unpack: UnpackFact): UsableFacts {
  const grouped = new Map<string, StoredFact[]>();
  const closed = new Set<string>();
  let ignored = 0;
  for (const fact of facts) {
    // A pass is looked at when it is about to count: there are many, and most never do.
    if (fact.outcome === 'failed' && !unpack(fact)) closed.add(fact.testFile);
    if (closed.has(fact.testFile)) {
      ignored += 1;
      continue;
    }
    const known = grouped.get(fact.testFile);
    if (known) known.push(fact);
    else grouped.set(fact.testFile, [fact]);
  }
  return { facts: grouped, ignored };
}

/** Full facts, one after the other, each read when it is asked for; those that can't be read are left out. */
export function* unpackFacts(facts: readonly StoredFact[], unpack: UnpackFact): Generator<Fact> {
  for (const stored of facts) {
    const fingerprints = unpack(stored);
    if (!fingerprints) continue;
    const { testFile, suite, environment, outcome, durationMs, endedAt } = stored;
    yield { testFile, suite, environment, outcome, durationMs, endedAt, fingerprints };
  }
}

/** As facts are handed on: sorted by block, each once. @returns `undefined` where a block is there twice */
export function sortFact(fact: Fact): Fact | undefined {
  const sorted = fact.fingerprints.map(({ block, hash }) => ({ block, hash }));
  sorted.sort((a, b) => (a.block < b.block ? -1 : 1));
  const isDistinct = sorted.every((one, index) => index === 0 || sorted[index - 1]?.block !== one.block);
  return isDistinct ? { ...fact, fingerprints: sorted } : undefined;
}
