import { AsyncLocalStorage } from 'node:async_hooks';

const plain = new AsyncLocalStorage<true>();

/** Runs a function whose transforms insert no probes. */
export function transformPlain<Result>(transform: () => Result): Result {
  return plain.run(true, transform);
}

/** Whether the module that is being transformed must have no probes. */
export function wantsNoProbes(): boolean {
  return plain.getStore() === true;
}
