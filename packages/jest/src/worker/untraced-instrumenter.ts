import { join } from 'node:path';
import type { Instrumenter } from '@nx-testmon/core';
import { tracedProcess } from '@nx-testmon/runner';
import { processState } from '../process-state';

/** The instrumenter of a run, one for each process: the transformer and the test runner share it. */
export function loadInstrumenter({
  instrumenter,
  cache,
}: {
  readonly instrumenter: string;
  readonly cache?: string | undefined;
}): Instrumenter {
  const key = `${instrumenter}\n${cache}`;
  const opened = processState('instrumenters', () => new Map<string, Instrumenter>());
  let known = opened.get(key);
  if (!known) {
    opened.set(key, (known = openUntraced(instrumenter, cache)));
  }
  return known;
}

/** Which modules it loads, and which files of its cache it reads, depends on what other tasks have instrumented. */
function openUntraced(instrumenter: string, cache: string | undefined): Instrumenter {
  const { version, findPlainTexts, insertProbes } = untraced(() => {
    const { openInstrumenter } = require(instrumenter) as {
      openInstrumenter: (folder?: string) => Instrumenter;
    };
    return openInstrumenter(cache && join(cache, 'probes'));
  });
  return {
    version,
    findPlainTexts: (...parameters) => untraced(() => findPlainTexts(...parameters)),
    insertProbes: (...parameters) => untraced(() => insertProbes(...parameters)),
  };
}

/** Does not trace work of nx-testmon itself: no test depends on it. */
export function untraced<Result>(work: () => Result): Result {
  const tracer = tracedProcess()?.tracer;
  return tracer ? tracer.untraced(work) : work();
}
