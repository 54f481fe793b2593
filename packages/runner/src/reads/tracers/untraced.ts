import { tracedProcess } from './traced-process';

/** Runs nx-testmon's own work in this process untraced, because no test depends on it. */
export function untraced<Result>(work: () => Result): Result {
  const tracer = tracedProcess()?.tracer;
  return tracer === undefined ? work() : tracer.untraced(work);
}
