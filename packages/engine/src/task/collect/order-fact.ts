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

/**
 * Places a new fact after all facts of the test file that its task knew.
 *
 * @param now in ms since 1970
 */
export function orderFact(fact: Fact, store: Pick<TaskStore, 'sequencesOf'>, now: number): Fact {
  const sequence = nextSequence(fact, store.sequencesOf(fact.testFile), now);
  return sequence === fact.endedAt ? fact : { ...fact, sequence };
}

/**
 * Finds the keys of facts that a new pass replaces: a failure from the future that matches the code of the
 * pass, and together with it every matching fact, so that no older pass counts again. Otherwise a test file
 * that failed while a clock was ahead would be selected until that time has come.
 *
 * @param current the dependencies of the test file when it passed
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
