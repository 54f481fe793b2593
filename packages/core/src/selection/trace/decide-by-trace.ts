import type { BlockKey } from '../../records/block-id';
import type { EnvironmentKey } from '../../records/environment-id';
import type { Fact } from '../../records/fact';
import { type Decision, skippedBy } from '../select-test-file';
import type { TraceComparison } from './compare-fact-traces';

/** A decision for which no traversal was needed. */
export interface TracedDecision {
  readonly decision: Decision;
  /** Whether a fact that was compared depends on a project as a whole. */
  readonly hasWholeProject: boolean;
}

/**
 * Decides as {@link selectTestFile} does, as long as no traversal is needed for it.
 *
 * @param facts newest first, a failure before a pass of the same instant
 * @returns `undefined` where only traversals can decide; a change may name fewer blocks than they would
 */
export function decideByTrace<
  OneFact extends Pick<Fact, 'environment' | 'outcome' | 'durationMs' | 'endedAt'>,
>(
  facts: Iterable<OneFact>,
  environment: EnvironmentKey,
  compare: (fact: OneFact) => TraceComparison,
): TracedDecision | undefined {
  let isKnownHere = false;
  let hasWholeProject = false;
  let nearest: readonly BlockKey[] | undefined;
  for (const fact of facts) {
    if (fact.environment !== environment) continue;
    isKnownHere = true;
    const comparison = compare(fact);
    if (comparison.kind === 'unknown') return undefined;
    if (comparison.hasWholeProject) hasWholeProject = true;
    if (comparison.kind === 'same') {
      const decision = fact.outcome === 'passed' ? skippedBy(fact) : ({ kind: 'failed-before' } as const);
      return { decision, hasWholeProject };
    }
    if (fact.outcome === 'passed' && (!nearest || comparison.blocks.length < nearest.length))
      nearest = comparison.blocks;
  }
  if (!isKnownHere) return undefined;
  const decision = nearest
    ? ({ kind: 'changed', blocks: nearest } as const)
    : ({ kind: 'failed-before' } as const);
  return { decision, hasWholeProject };
}
