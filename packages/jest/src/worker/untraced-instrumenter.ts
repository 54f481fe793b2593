import type { Instrumenter } from '@nx-testmon/core';
import { loadUntracedInstrumenter, type ProbesRequest } from '@nx-testmon/runner';
import { processState } from '../process-state';

/**
 * The instrumenter of a run. There is one for each process, which the transformer and the test runner share.
 */
export function untracedInstrumenter(request: ProbesRequest): Instrumenter {
  const { instrumenter, cache, syntax } = request;
  const key = JSON.stringify([instrumenter, cache, syntax]);
  const opened = processState('instrumenters', () => new Map());
  const known = opened.get(key) ?? loadUntracedInstrumenter(request);
  opened.set(key, known);
  return known;
}
