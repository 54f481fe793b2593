import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Instrumenter, InstrumenterModule } from '@nx-testmon/core';
import type { ProbesRequest } from './messages';
import { untraced } from '../reads/tracers/untraced';

/**
 * Loads the instrumenter of a run into a process of the test runner.
 *
 * @param clock in ms since 1970; not the clock of a test, which may replace it
 */
export function loadInstrumenter(
  { instrumenter, syntax, cache }: ProbesRequest,
  clock: () => number,
): Instrumenter {
  const { openInstrumenter } = createRequire(instrumenter)(instrumenter) as InstrumenterModule;
  return openInstrumenter(syntax, cache === undefined ? undefined : { folder: join(cache, 'probes'), clock });
}

/**
 * As {@link loadInstrumenter}, but the instrumenter's own reads are not traced, because they depend on what
 * other tasks have put into the cache.
 */
export function loadUntracedInstrumenter(request: ProbesRequest): Instrumenter {
  const { version, alignCode, findPlainTexts, insertProbes } = untraced(() =>
    loadInstrumenter(request, Date.now),
  );
  return {
    version,
    alignCode: (...parameters) => untraced(() => alignCode(...parameters)),
    findPlainTexts: (...parameters) => untraced(() => findPlainTexts(...parameters)),
    insertProbes: (...parameters) => untraced(() => insertProbes(...parameters)),
  };
}
