import {
  type CurrentState,
  digest,
  type Fact,
  factKey,
  matchingFacts,
  nextSequence,
  sequenceOf,
} from '@nx-testmon/core';
import type { TaskStore } from '../../store/task-store';

/** Places a new fact after everything that its task knew of the test file. @param now in ms since 1970 */
export function orderFact(fact: Fact, store: Pick<TaskStore, 'sequencesOf'>, now: number): Fact {
  const sequence = nextSequence(fact, store.sequencesOf(fact.testFile), now);
  return sequence === fact.endedAt ? fact : { ...fact, sequence };
}

/**
 * Keys of facts that a new pass makes obsolete: a failure from the future that matches the code of the pass, and with
 * it everything that matches, so that no older pass counts again. Without it, a test file that failed while a clock was
 * ahead would be selected until that time has come.
 *
 * @param current what the test file depends on, as it was for the pass
 * @param now in ms since 1970
 */
export function findSuperseded(
  pass: Fact,
  store: Pick<TaskStore, 'sequencesOf' | 'factsOf'>,
  current: CurrentState,
  now: number,
): readonly string[] {
  const isAnyAhead = store.sequencesOf(pass.testFile).some((sequence) => sequence > now);
  if (pass.outcome !== 'passed' || !isAnyAhead) return [];
  const matching = [...matchingFacts(store.factsOf(pass.testFile), current)];
  const isFailedAhead = matching.some((fact) => fact.outcome === 'failed' && sequenceOf(fact) > now);
  return isFailedAhead ? matching.map((fact) => digest(factKey(fact))) : [];
}
