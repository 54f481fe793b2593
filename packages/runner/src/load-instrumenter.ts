import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Instrumenter, InstrumenterModule } from '@nx-testmon/core';
import type { ProbesRequest } from './messages';

/**
 * Loads the instrumenter of a run into a process of the test runner.
 *
 * @param now in ms since 1970; not the one of a test, which may replace it
 */
export function loadInstrumenter({ instrumenter, cache }: ProbesRequest, now: () => number): Instrumenter {
  const { openInstrumenter } = createRequire(instrumenter)(instrumenter) as InstrumenterModule;
  return openInstrumenter(cache === undefined ? undefined : { folder: join(cache, 'probes'), now });
}
