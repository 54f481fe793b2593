import {
  compareFactTraces,
  type CurrentTrace,
  decideByTrace,
  type EnvironmentKey,
  type TestFileId,
  type TraceDecision,
} from '@nx-testmon/core';
import type { TaskStore } from '../../store/task-store';

/** @returns `undefined` if traversals must decide */
type DecideByTrace = (testFile: TestFileId, environment: EnvironmentKey) => TraceDecision | undefined;

/** Decides by the dependency traces of facts, without traversals. */
export function decideByTraces({ packedFacts }: TaskStore, current: CurrentTrace): DecideByTrace {
  if (packedFacts === undefined) return () => undefined;
  const compare = compareFactTraces(packedFacts, current);
  return ({ suite, path }, environment) => {
    const facts = packedFacts.facts(suite).get(path) ?? [];
    return decideByTrace(facts, environment, (fact) =>
      compare({
        blocks: fact.blocks,
        trace: packedFacts.traceOf(fact),
        fingerprints: () => packedFacts.dependenciesOf(fact),
      }),
    );
  };
}
