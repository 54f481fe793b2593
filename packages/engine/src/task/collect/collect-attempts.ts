import { type Fact, type RunResult, type TestFileKey, testFileKey } from '@nx-testmon/core';
import type { TaskSession } from '../task-session';
import { type CollectedFacts, collectFacts, type RunToCollect } from './collect-facts';

/**
 * Collects the facts of a run whose flaky test files may have been run again. If an attempt passed, the fact
 * of the test file comes from it, with everything that it executed and read; otherwise it comes from the
 * first attempt.
 *
 * @param attempts the run, and the attempts after it
 */
export async function collectAttempts(
  session: TaskSession,
  finished: Omit<RunToCollect, 'run'>,
  [first, ...later]: readonly [RunResult, ...RunResult[]],
): Promise<CollectedFacts> {
  let collected = await collectFacts(session, { ...finished, run: first });
  const earlier = [...collected.facts];
  for (const run of later) {
    const again = await collectFacts(session, { ...finished, run }, earlier);
    earlier.push(...again.facts);
    collected = joinCollected(collected, again);
  }
  return collected;
}

function joinCollected(former: CollectedFacts, again: CollectedFacts): CollectedFacts {
  const passed = new Map<TestFileKey, Fact>(
    again.facts
      .filter(({ outcome }) => outcome === 'passed')
      .map((fact) => [testFileKey(fact.testFile), fact]),
  );
  return {
    facts: [...former.facts.filter(({ testFile }) => !passed.has(testFileKey(testFile))), ...passed.values()],
    // Traces of facts that are not stored are ignored.
    traces: [...former.traces, ...again.traces],
    superseded: [...former.superseded, ...again.superseded],
    models: new Map([...former.models, ...again.models]),
    codeResults: [...former.codeResults, ...again.codeResults],
    notes: [...former.notes, ...again.notes],
  };
}
