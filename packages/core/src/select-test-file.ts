import { type Fact, SEEDED_AT } from './fact';
import { loadOrderOf } from './find-dependencies';
import { type Ran, ranIn } from './ran';

/** Why a test file runs, or that it is skipped. */
export type Decision =
  | {
      readonly kind: 'skipped';
      readonly savedMs: number;
      /** True where only the user's word says that it passed. */
      readonly seeded?: true;
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly blocks: readonly string[] }
  | { readonly kind: 'failed-before' }
  | { readonly kind: 'environment-changed' }
  | { readonly kind: 'uncertain'; readonly why: string };

export interface Today {
  readonly environment: string;
  /** Digest of every block the test file depends on now; a block that is not in it is gone. */
  readonly hashes: ReadonlyMap<string, string>;
  /** The same for a test file that runs as it had run; without it, collected facts match nothing. */
  readonly narrowed?: (ran: Ran) => ReadonlyMap<string, string>;
  /** A doubt about what the test depends on; it always selects. */
  readonly doubt?: string;
}

/**
 * Decides one test file: skipped only if a passed fact of this environment matches the code on disk
 * block for block, and the newest matching fact is no failure (at the same instant, failure wins).
 *
 * @param facts those of this test file and suite, in any order
 */
export function selectTestFile(facts: readonly Fact[], today: Today): Decision {
  if (today.doubt !== undefined) return { kind: 'uncertain', why: today.doubt };
  if (facts.length === 0) return { kind: 'new' };
  const here = facts.filter((fact) => fact.environment === today.environment);
  if (here.length === 0) return { kind: 'environment-changed' };

  const newest = newestMatch(here, today);
  if (newest?.outcome === 'passed') return skippedBy(newest);
  if (newest !== undefined) return { kind: 'failed-before' };
  const nearest = nearestChange(
    here.filter(({ outcome }) => outcome === 'passed'),
    today,
  );
  return nearest ? { kind: 'changed', blocks: nearest } : { kind: 'failed-before' };
}

/** The decision that a matching pass leads to. */
export function skippedBy({ durationMs, endedAt }: Pick<Fact, 'durationMs' | 'endedAt'>): Decision {
  return { kind: 'skipped', savedMs: durationMs, ...(endedAt === SEEDED_AT ? { seeded: true } : {}) };
}

/** The fact that decides: the newest of this environment that matches the code on disk block for block. */
export function newestMatch(facts: readonly Fact[], today: Today): Fact | undefined {
  return facts
    .filter((fact) => fact.environment === today.environment)
    .sort(byAge)
    .find((fact) => staleBlocks(fact, today) === 0 && matches(fact, hashesOf(fact, today)));
}

/** Newest first; at the same instant a failure comes before a pass. */
function byAge(one: Fact, other: Fact): number {
  if (one.endedAt !== other.endedAt) return other.endedAt - one.endedAt;
  return Number(one.outcome === 'passed') - Number(other.outcome === 'passed');
}

/** What has changed since the fact that least has changed since. Facts that can't be it cost no walk. */
function nearestChange(facts: readonly Fact[], today: Today): string[] | undefined {
  const candidates = facts
    .map((fact, index) => ({ fact, index, atLeast: staleBlocks(fact, today) }))
    .sort((one, other) => one.atLeast - other.atLeast);
  let best: { readonly blocks: string[]; readonly index: number } | undefined;
  for (const { fact, index, atLeast } of candidates) {
    if (best && atLeast > best.blocks.length) break;
    const blocks = changedBlocks(fact, hashesOf(fact, today));
    const isNearer =
      !best ||
      blocks.length < best.blocks.length ||
      (blocks.length === best.blocks.length && index < best.index);
    if (isNearer) best = { blocks, index };
  }
  return best?.blocks;
}

/** What the test file depends on now, as far as the fact's run is taken for what it runs now. */
function hashesOf(fact: Fact, { hashes, narrowed }: Today): ReadonlyMap<string, string> {
  const ran = narrowed && ranIn(fact);
  return ran ? narrowed(ran) : hashes;
}

/**
 * A cheap look before the walk: how many blocks differ whatever the walk finds, for a block has one digest in
 * all walks. Only the load order depends on the walk.
 */
function staleBlocks({ testFile, fingerprints }: Fact, { hashes }: Today): number {
  const order = loadOrderOf(testFile);
  return fingerprints.filter(({ block, hash }) => {
    const now = hashes.get(block);
    return now !== undefined && now !== hash && block !== order;
  }).length;
}

function matches(fact: Fact, hashes: ReadonlyMap<string, string>): boolean {
  return (
    fact.fingerprints.length === hashes.size &&
    fact.fingerprints.every(({ block, hash }) => hashes.get(block) === hash)
  );
}

/** Blocks that were edited, are gone, or have come since the fact, sorted. */
function changedBlocks(fact: Fact, hashes: ReadonlyMap<string, string>): string[] {
  const then = new Map(fact.fingerprints.map(({ block, hash }) => [block, hash]));
  const all = new Set([...then.keys(), ...hashes.keys()]);
  return [...all].filter((block) => then.get(block) !== hashes.get(block)).sort();
}
