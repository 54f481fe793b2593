import { type Fact, isPassFromFarFuture } from '@nx-testmon/core';
import type { UnpackedFact } from './fact-unpacker';
import type { StoredFact } from './stored-facts';

export interface UsableFacts {
  /** By path of their test files. */
  readonly facts: ReadonlyMap<string, readonly StoredFact[]>;
  /** How many were left out because they, or a later failure, can't be read. */
  readonly damaged: number;
  /** How many passes were left out because of their time. */
  readonly fromFuture: number;
}

/**
 * Groups the facts of a suite by test file, in their order. A failure whose dependencies can't be read may apply to
 * any code, so it excludes the older passes of its test file.
 *
 * @param facts newest first
 * @param now in ms since 1970
 */
export function groupUsableFacts(
  facts: readonly StoredFact[],
  isReadable: (fact: StoredFact) => boolean,
  now: number,
): UsableFacts {
  const grouped = new Map<string, StoredFact[]>();
  const closed = new Set<string>();
  let [damaged, fromFuture] = [0, 0];
  for (const fact of facts) {
    const { path } = fact.testFile;
    // A pass is only read before it is used: there are many, and most are never needed.
    if (fact.outcome === 'failed' && !isReadable(fact)) closed.add(path);
    if (closed.has(path)) {
      damaged += 1;
      continue;
    }
    if (isPassFromFarFuture(fact, now)) {
      fromFuture += 1;
      continue;
    }
    const known = grouped.get(path);
    if (known) known.push(fact);
    else grouped.set(path, [fact]);
  }
  return { facts: grouped, damaged, fromFuture };
}

/** A fact for callers: sorted by block, each block once. @returns `undefined` if a block occurs twice */
export function sortFact({ dependencies, ...head }: UnpackedFact): Fact | undefined {
  const sorted = dependencies.map(({ block, hash }) => ({ block, hash }));
  sorted.sort((a, b) => (a.block < b.block ? -1 : 1));
  const isDistinct = sorted.every((one, index) => index === 0 || sorted[index - 1]?.block !== one.block);
  return isDistinct ? { ...head, dependencies: sorted } : undefined;
}
