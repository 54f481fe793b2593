import { join } from 'node:path';
import type { Instrumenter } from '@nx-testmon/core';

const opened = new Map<string, Instrumenter>();

/** The instrumenter of a run, one for each process. */
export function loadInstrumenter({
  instrumenter,
  cache,
}: {
  readonly instrumenter: string;
  readonly cache?: string | undefined;
}): Instrumenter {
  const key = `${instrumenter}\n${cache}`;
  let known = opened.get(key);
  if (!known) {
    const { openInstrumenter } = require(instrumenter) as { openInstrumenter(folder?: string): Instrumenter };
    opened.set(key, (known = openInstrumenter(cache && join(cache, 'probes'))));
  }
  return known;
}
