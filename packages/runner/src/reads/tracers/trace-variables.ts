import { CopyDetector } from './copy-detector';
import type { Caller } from '../reduce/read-event';
import type { ReadTracer } from './read-tracer';

type VariableTracer = Pick<ReadTracer, 'variableRead' | 'variableWritten' | 'variablesCopied'>;
type Variables = Record<string, string | undefined>;

/**
 * An object that behaves as the environment, and reports what is read from it.
 *
 * @param isForTest whether it belongs to only one test file
 */
export function tracedVariables(env: Variables, tracer: VariableTracer, isForTest = false): Variables {
  const first = new Map(Object.keys(env).map((name) => [name, env[name]]));
  const copying = new CopyDetector<Caller>(read);
  const written = (name: string | symbol): void => {
    if (typeof name === 'string') tracer.variableWritten(name, env[name] === first.get(name), isForTest);
  };
  function read(name: string | symbol, caller?: Caller): void {
    if (typeof name === 'string') tracer.variableRead(name, isForTest, caller);
  }
  return new Proxy(env, {
    get(_env, name) {
      copying.take(name);
      return Reflect.get(env, name) as unknown;
    },
    has(_env, name) {
      read(name);
      return Reflect.has(env, name);
    },
    getOwnPropertyDescriptor(_env, name) {
      copying.describe(name);
      return Reflect.getOwnPropertyDescriptor(env, name);
    },
    ownKeys() {
      const names = Reflect.ownKeys(env);
      const caller = tracer.variablesCopied(isForTest);
      if (caller) copying.start(names, caller);
      return names;
    },
    // The receiver is the environment itself, because Node refuses to define properties that are not plain.
    set(_env, name, value) {
      const isSet = Reflect.set(env, name, value);
      written(name);
      return isSet;
    },
    defineProperty(_env, name, descriptor) {
      const isDefined = Reflect.defineProperty(env, name, descriptor);
      written(name);
      return isDefined;
    },
    deleteProperty(_env, name) {
      const isDeleted = Reflect.deleteProperty(env, name);
      written(name);
      return isDeleted;
    },
  });
}

/**
 * Replaces the environment of this process, and those that Jest creates for its test files: such an
 * environment is a copy that is assigned to an object with the prototype of `process`.
 */
export function traceVariables(tracer: VariableTracer): void {
  const variables = tracedVariables(process.env, tracer);
  process.env = variables;
}

/** @see traceVariables */
export function traceCopiedEnvironments(tracer: VariableTracer): void {
  Object.defineProperty(Object.getPrototypeOf(process), 'env', {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: object, value: Variables) {
      Object.defineProperty(this, 'env', {
        value: tracedVariables(value, tracer, true),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    },
  });
}
