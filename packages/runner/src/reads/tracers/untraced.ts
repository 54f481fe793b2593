import { tracedProcess } from './traced-process';

/** Does not trace work of nx-testmon itself in this process: no test depends on it. */
export function untraced<Result>(work: () => Result): Result {
  const tracer = tracedProcess()?.tracer;
  return tracer === undefined ? work() : tracer.untraced(work);
}
