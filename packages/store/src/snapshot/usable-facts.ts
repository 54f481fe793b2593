import type { Fact } from '@nx-testmon/core';
import type { UnpackedFact } from './fact-unpacker';
import type { StoredFact } from './stored-facts';

export interface UsableFacts {
  /** By path of their test files. */
  readonly facts: ReadonlyMap<string, readonly StoredFact[]>;
  /** How many were left out. */
  readonly ignored: number;
}

/**
 * Groups the facts of a suite by test file, newest first, a failure before a pass of the same instant. A failure
 * whose dependencies can't be read may have been about any code, so it takes the older passes of its test file
 * with it.
 */
export function groupUsableFacts(
  facts: readonly StoredFact[],
  isReadable: (fact: StoredFact) => boolean,
): UsableFacts {
  const grouped = new Map<string, StoredFact[]>();
  const closed = new Set<string>();
  let ignored = 0;
  for (const fact of facts) {
    const { path } = fact.testFile;
    // A pass is looked at when it is about to count: there are many, and most never do.
    if (fact.outcome === 'failed' && !isReadable(fact)) closed.add(path);
    if (closed.has(path)) {
      ignored += 1;
      continue;
    }
    const known = grouped.get(path);
    if (known) known.push(fact);
    else grouped.set(path, [fact]);
  }
  return { facts: grouped, ignored };
}

/** As facts are handed on: sorted by block, each once. @returns `undefined` where a block is there twice */
export function sortFact({ dependencies, ...head }: UnpackedFact): Fact | undefined {
  const sorted = dependencies.map(({ block, hash }) => ({ block, hash }));
  sorted.sort((a, b) => (a.block < b.block ? -1 : 1));
  const isDistinct = sorted.every((one, index) => index === 0 || sorted[index - 1]?.block !== one.block);
  return isDistinct ? { ...head, dependencies: sorted } : undefined;
}
