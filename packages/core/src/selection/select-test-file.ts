import type { BlockKey } from '../records/block-id';
import { type Fact, SEEDED_AT } from '../records/fact';
import { type CurrentState, isMatch } from './match-fact';
import { nearestChange } from './nearest-change';

/** Why a test file runs or is skipped. */
export type Decision =
  | {
      readonly kind: 'skipped';
      readonly savedMs: number;
      /** True if the test file is assumed passing (seeded, not run). */
      readonly seeded?: true;
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[] }
  | { readonly kind: 'failed-before' }
  | { readonly kind: 'environment-changed' }
  /** A stored execution can't be compared with the current code, although no change is known. */
  | { readonly kind: 'not-comparable' };

/**
 * Decides about one test file. It is skipped only if a passed fact of this environment matches the current code block
 * for block, and the newest matching fact is not a failure. At the same instant, a failure precedes a pass.
 *
 * @param facts of this test file and suite, in the order of `newestFirst`; their dependencies may be in any order.
 *   Facts after the one that decides are not read
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

/** The decision to skip a test file because of a fact. */
export function skippedBy({ durationMs, endedAt }: Pick<Fact, 'durationMs' | 'endedAt'>): Decision {
  return { kind: 'skipped', savedMs: durationMs, ...(endedAt === SEEDED_AT ? { seeded: true } : {}) };
}
