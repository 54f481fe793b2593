import { fallbackKey } from '../fallback/describe-fallback';
import type { Fallback } from '../fallback/fallback';
import type { BlockKey } from './block-id';
import type { EnvironmentKey } from './environment-id';
import type { TestFileId } from './test-file-id';

/** A block with the digest of its content at the time of a fact. */
export interface Fingerprint {
  /** Unique in the workspace. */
  readonly block: BlockKey;
  /** At least 64 bits, as text. */
  readonly hash: string;
}

/**
 * "Test file T, in environment E, with exactly these dependencies, passed or failed, and took d ms."
 * A fact never changes, so merging stores is a set union.
 */
export interface Fact {
  readonly testFile: TestFileId;
  /** Name and digest of the environment in which it ran. */
  readonly environment: EnvironmentKey;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** When the test file ended, in ms since 1970, by the clock of the machine; part of the identity of the fact. */
  readonly endedAt: number;
  /** The place of the fact in the order of facts, if it is not `endedAt`: see `nextSequence`. */
  readonly sequence?: number;
  /** Sorted by block, each block once. */
  readonly dependencies: readonly Fingerprint[];
  /** Absent if nothing was collected: the dependencies are everything that the test file could reach. */
  readonly execution?: FactExecution;
  /**
   * Why the dependencies are more than what was executed and read, as far as only the run could know; sorted. Used
   * for explanations only. Absent if nothing is known.
   */
  readonly fallbacks?: readonly Fallback[];
}

/**
 * How the test file ran, besides the dependencies. It is part of a fact's identity and checksum, because it
 * determines which blocks the workspace must have for the fact to match.
 */
export interface FactExecution {
  /**
   * Paths of the modules that ran with probes, sorted. Only those of their bodies that are among the dependencies
   * were executed; the other bodies may change without affecting a match. In a module that is not listed, every body
   * that can be reached counts.
   */
  readonly instrumentedModules: readonly string[];
  /** Absent if reads were not traced: every data file of the project counts then. */
  readonly reads?: FactReads;
}

export interface FactReads {
  /** True if only the paths among the dependencies were read, so that other data files don't count. */
  readonly isComplete: boolean;
  /** True if something ran outside the traced processes, so that the whole project counts. */
  readonly fallback: boolean;
}

/**
 * The time of a seeded fact: its tests were not run, because the user states that they passed. It is older than any
 * run, so that every fact of a run supersedes it.
 */
export const SEEDED_AT = 0;

/** Sorts by block and drops duplicates. @throws Error if a block has two hashes. */
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
    ...describeFactHead(fact),
    fact.dependencies.map(({ block, hash }) => [block, hash]),
  ]);
}

/** All parts of a fact besides its dependencies, in a fixed order. */
export function describeFactHead(fact: Omit<Fact, 'dependencies'>): readonly unknown[] {
  const { testFile, environment, outcome, durationMs, endedAt, sequence, execution, fallbacks } = fact;
  const reads = execution?.reads && [execution.reads.isComplete, execution.reads.fallback];
  return [
    testFile.path,
    testFile.suite,
    environment,
    outcome,
    durationMs,
    endedAt,
    execution ? [execution.instrumentedModules, reads ?? null] : null,
    // Facts without a sequence keep their former identity.
    ...(sequence === undefined ? [] : [sequence]),
    ...(fallbacks === undefined ? [] : [fallbacks.map(fallbackKey)]),
  ];
}

/** Set union of facts: commutative, associative, idempotent. */
export function mergeFacts(...sources: readonly (readonly Fact[])[]): Fact[] {
  const byKey = new Map<string, Fact>();
  for (const source of sources) for (const fact of source) byKey.set(factKey(fact), fact);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}
