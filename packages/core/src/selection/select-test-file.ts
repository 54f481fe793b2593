import type { BlockKey } from '../records/block-id';
import { type Fact, SEEDED_AT } from '../records/fact';
import { type CurrentState, isMatch } from './match-fact';
import { nearestChange } from './nearest-change';

/** Why a test file runs, or that it is skipped. */
export type Decision =
  | {
      readonly kind: 'skipped';
      readonly savedMs: number;
      /** True where the test file is assumed passing (seeded, not run). */
      readonly seeded?: true;
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[] }
  | { readonly kind: 'failed-before' }
  | { readonly kind: 'environment-changed' }
  /** A stored execution can't be compared with the current code, although no change is known. */
  | { readonly kind: 'not-comparable' };

/**
 * Decides one test file: skipped only if a passed fact of this environment matches the code on disk
 * block for block, and the newest matching fact is no failure (at the same instant, failure wins).
 *
 * @param facts those of this test file and suite, as `newestFirst` orders them; their dependencies may be
 *   in any order. Those after the one that decides are not read
 */
export function selectTestFile(facts: Iterable<Fact>, current: CurrentState): Decision {
  let isKnown = false;
  const passed: Fact[] = [];
  let isKnownHere = false;
  for (const fact of facts) {
    isKnown = true;
    if (fact.environment !== current.environment) continue;
    const isNewest = !isKnownHere;
    isKnownHere = true;
    if (isMatch(fact, current, isNewest))
      return fact.outcome === 'passed' ? skippedBy(fact) : { kind: 'failed-before' };
    if (fact.outcome === 'passed') passed.push(fact);
  }
  if (!isKnownHere) return isKnown ? { kind: 'environment-changed' } : { kind: 'new' };
  const nearest = nearestChange(passed, current);
  if (!nearest) return { kind: 'failed-before' };
  if (nearest.length === 0) return { kind: 'not-comparable' };
  return { kind: 'changed', blocks: nearest };
}

/** The test file need not run. */
export function skippedBy({ durationMs, endedAt }: Pick<Fact, 'durationMs' | 'endedAt'>): Decision {
  return { kind: 'skipped', savedMs: durationMs, ...(endedAt === SEEDED_AT ? { seeded: true } : {}) };
}
