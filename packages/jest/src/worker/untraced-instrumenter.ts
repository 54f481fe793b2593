import type { Instrumenter } from '@nx-testmon/core';
import { loadInstrumenter, type ProbesRequest, tracedProcess } from '@nx-testmon/runner';
import { processState } from '../process-state';

/** The instrumenter of a run, one for each process: the transformer and the test runner share it. */
export function untracedInstrumenter(request: ProbesRequest): Instrumenter {
  const key = `${request.instrumenter}\n${request.cache}`;
  const opened = processState('instrumenters', () => new Map());
  const known = opened.get(key) ?? openUntraced(request);
  opened.set(key, known);
  return known;
}

/** Which modules it loads, and which files of its cache it reads, depends on what other tasks have instrumented. */
function openUntraced(request: ProbesRequest): Instrumenter {
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

/** Does not trace work of nx-testmon itself: no test depends on it. */
export function untraced<Result>(work: () => Result): Result {
  const tracer = tracedProcess()?.tracer;
  return tracer ? tracer.untraced(work) : work();
}
