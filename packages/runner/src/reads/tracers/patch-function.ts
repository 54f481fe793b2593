type Callable = (this: unknown, ...args: unknown[]) => unknown;
/** The replacement of a function, which is on the call stack while its `before` runs. */
export type PatchedFunction = Callable;
export type FunctionOwner = Record<string, unknown>;

/** Receives the arguments before the call, and the result or the error after it. */
export interface Observer {
  readonly before?: (args: readonly unknown[], calledBy: PatchedFunction) => void;
  /** Returns other arguments for the call; `undefined` to keep them. */
  readonly change?: (args: readonly unknown[], calledBy: PatchedFunction) => readonly unknown[] | undefined;
  readonly after?: (result: unknown, args: readonly unknown[]) => void;
  readonly failed?: (error: unknown, args: readonly unknown[]) => void;
}

/**
 * Replaces a function by one that reports its calls. Other code can't distinguish it from the original: name, length,
 * properties, results and errors are the same.
 */
export function patchFunction(owner: FunctionOwner, name: string, observer: Observer): void {
  const described = Object.getOwnPropertyDescriptor(owner, name);
  const original = described?.value as unknown;
  if (typeof original !== 'function' || described?.configurable !== true) return;
  Object.defineProperty(owner, name, { ...described, value: observed(original as Callable, observer) });
}

const promisified = Symbol.for('nodejs.util.promisify.custom');

function observed(original: Callable, observer: Observer): Callable {
  const replacement = function (this: unknown, ...given: unknown[]): unknown {
    observer.before?.(given, replacement);
    const changed = observer.change?.(given, replacement);
    const args = changed === undefined ? given : [...changed];
    return observer.after === undefined && observer.failed === undefined
      ? Reflect.apply(original, this, args)
      : callAndReport(original, this, args, observer);
  };
  const described: PropertyDescriptorMap = { ...Object.getOwnPropertyDescriptors(original) };
  delete described['prototype'];
  // Covers `realpath.native`, and the results of `util.promisify`.
  for (const key of ['native', promisified as unknown as string]) {
    const inner: unknown = described[key]?.value;
    // A function that already returns a promise is its own promisified form.
    if (typeof inner !== 'function') continue;
    described[key] = {
      ...described[key],
      value: inner === original ? replacement : observed(inner as Callable, observer),
    };
  }
  return Object.defineProperties(replacement, described);
}

function callAndReport(
  original: Callable,
  receiver: unknown,
  args: unknown[],
  { after, failed }: Observer,
): unknown {
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = last as Callable;
    args[args.length - 1] = function (this: unknown, ...results: unknown[]) {
      const [error, result] = results;
      if (error === null) after?.(result, args);
      else failed?.(error, args);
      return Reflect.apply(callback, this, results);
    };
    return Reflect.apply(original, receiver, args);
  }
  const fail = (error: unknown): never => {
    failed?.(error, args);
    throw error;
  };
  const end = (result: unknown) => {
    after?.(result, args);
    return result;
  };
  let result: unknown;
  try {
    result = Reflect.apply(original, receiver, args);
  } catch (error) {
    return fail(error);
  }
  // The user gets the promise that follows, so that a rejection that nobody handles stays one.
  return result instanceof Promise ? result.then(end, fail) : end(result);
}
