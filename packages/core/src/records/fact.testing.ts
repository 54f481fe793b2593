import type { EnvironmentKey } from './environment-id';
import type { BlockKey } from './block-id';
import { type Fact, sortFingerprints } from './fact';
import { type TestExecution, toFactExecution } from './test-execution';

/** A test file that passed with these dependencies. */
export function factOfTest(
  path: string,
  hashes: ReadonlyMap<BlockKey, string>,
  execution?: TestExecution,
): Fact {
  return {
    testFile: { suite: 's', path },
    environment: 'e' as EnvironmentKey,
    outcome: 'passed',
    durationMs: 1,
    endedAt: 1,
    dependencies: sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash }))),
    ...(execution ? { execution: toFactExecution(execution) } : {}),
  };
}
