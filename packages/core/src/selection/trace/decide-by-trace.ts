import type { BlockKey } from '../../records/block-id';
import type { Fact } from '../../records/fact';
import { type Decision, skippedBy } from '../select-test-file';
import type { TraceComparison } from './compare-fact-traces';

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
  environment: string,
  compare: (fact: OneFact) => TraceComparison,
): Decision | undefined {
  let isKnownHere = false;
  let nearest: readonly BlockKey[] | undefined;
  for (const fact of facts) {
    if (fact.environment !== environment) continue;
    isKnownHere = true;
    const comparison = compare(fact);
    if (comparison.kind === 'unknown') return undefined;
    if (comparison.kind === 'same')
      return fact.outcome === 'passed' ? skippedBy(fact) : { kind: 'failed-before' };
    if (fact.outcome === 'passed' && (!nearest || comparison.blocks.length < nearest.length))
      nearest = comparison.blocks;
  }
  if (!isKnownHere) return undefined;
  return nearest ? { kind: 'changed', blocks: nearest } : { kind: 'failed-before' };
}
