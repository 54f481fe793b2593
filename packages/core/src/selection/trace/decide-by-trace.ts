import type { BlockKey } from '../../records/block-id';
import type { EnvironmentKey } from '../../records/environment-id';
import type { Fact } from '../../records/fact';
import { type Decision, skippedBy } from '../select-test-file';
import type { TraceComparison } from './compare-fact-traces';

/** A decision that needed no traversal. */
export interface TraceDecision {
  readonly decision: Decision;
  /** Whether one of the compared facts depends on a whole project. */
  readonly hasWholeProject: boolean;
}

/**
 * Decides as {@link selectTestFile} does, if no traversal is needed.
 *
 * @param facts newest first; at the same instant, a failure precedes a pass
 * @returns `undefined` if only traversals can decide. A change may name fewer blocks than a traversal finds
 */
export function decideByTrace<
  OneFact extends Pick<Fact, 'environment' | 'outcome' | 'durationMs' | 'endedAt'>,
>(
  facts: Iterable<OneFact>,
  environment: EnvironmentKey,
  compare: (fact: OneFact) => TraceComparison,
): TraceDecision | undefined {
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
