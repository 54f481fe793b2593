import { type BlockKey } from './block-id';
/** A block as a fact saw it: which block, and the digest of what it held then. */
export interface Fingerprint {
  /** Unique in the workspace. */
  readonly block: BlockKey;
  /** At least 64 bits, as text. */
  readonly hash: string;
}

/**
 * "Test file T, in environment E, with exactly these fingerprints, passed or failed, and took d ms."
 * A fact never changes, so merging stores is a set union.
 */
export interface Fact {
  /** Path relative to the workspace root, with forward slashes. */
  readonly testFile: string;
  /** Which test configuration of which project ran it; facts of different configurations never meet. */
  readonly suite: string;
  /** Digest of the environment: Node and runner versions, declared variables. */
  readonly environment: string;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** When the test file ended, in ms since 1970; orders facts, and is part of their identity. */
  readonly endedAt: number;
  /** Sorted by block, each block once. */
  readonly fingerprints: readonly Fingerprint[];
}

/**
 * When a seeded fact ended: nothing ran, the user says that its code passed. Older than any run, so that every
 * fact of one supersedes it.
 */
export const SEEDED_AT = 0;

/** Sorts by block and drops duplicates. @throws Error when one block comes with two hashes. */
export function sortFingerprints(fingerprints: Iterable<Fingerprint>): Fingerprint[] {
  const hashes = new Map<BlockKey, string>();
  for (const { block, hash } of fingerprints) {
    const known = hashes.get(block);
    if (known !== undefined && known !== hash) throw new Error(`block ${block} has two hashes`);
    hashes.set(block, hash);
  }
  return [...hashes].map(([block, hash]) => ({ block, hash })).sort((a, b) => (a.block < b.block ? -1 : 1));
}

/** Equal for equal facts, and only for those. */
export function factKey(fact: Fact): string {
  return JSON.stringify([
    fact.testFile,
    fact.suite,
    fact.environment,
    fact.outcome,
    fact.durationMs,
    fact.endedAt,
    fact.fingerprints.map(({ block, hash }) => [block, hash]),
  ]);
}

/** Set union of facts: commutative, associative, idempotent. */
export function mergeFacts(...sources: readonly (readonly Fact[])[]): Fact[] {
  const byKey = new Map<string, Fact>();
  for (const source of sources) for (const fact of source) byKey.set(factKey(fact), fact);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}
