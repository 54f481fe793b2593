import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCode } from '../reduce/events.testing';
import { tracedVariables } from './trace-variables';

type Variables = Record<string, string | undefined>;

/** The reports of a traced environment, in order; copies as `*`, assignments as `=NAME`. */
function traced(env: Variables = { A: 'a', B: 'b', C: 'c', D: 'd', E: 'e' }) {
  const reported: string[] = [];
  const variables = tracedVariables(env, {
    variableRead: (name) => void reported.push(name),
    variableWritten: (name, isRestored) => void reported.push(`${isRestored ? '~' : '='}${name}`),
    variablesCopied() {
      reported.push('*');
      return testCode;
    },
  });
  return { variables, reported };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what is read from a traced environment', () => {
  it.each<[string, (env: Variables) => unknown, string[]]>([
    ['a value', (env) => env['B'], ['B']],
    ['a value that is not there', (env) => env['NONE'], ['NONE']],
    ['whether it is there', (env) => 'B' in env, ['B']],
    ['whether it is its own', (env) => Object.hasOwn(env, 'B'), ['B']],
    ['by destructuring', ({ B, C }) => [B, C], ['B', 'C']],
    ['a rest of the variables', ({ B: _, ...rest }) => rest, ['B', '*']],
    ['a copy', (env) => ({ ...env }), ['*']],
    ['a copy by assign', (env) => Object.assign({}, env), ['*']],
    ['the names', (env) => Object.keys(env), ['*']],
    ['all entries', (env) => Object.entries(env), ['*']],
    ['JSON', (env) => JSON.stringify(env), ['toJSON', '*']],
    [
      'a loop over names and values',
      (env) => {
        for (const name in env) void env[name];
      },
      ['*'],
    ],
    [
      'a loop over names that are its own',
      (env) => {
        const copy: Variables = {};
        for (const name in env) if (name !== 'E' && Object.hasOwn(env, name)) copy[name] = env[name];
      },
      ['*'],
    ],
    ['a value after a copy', (env) => [{ ...env }, env['C']], ['*', 'C']],
    [
      'values of some names, chosen among all',
      (env) =>
        Object.keys(env)
          .filter((name) => name === 'C')
          .map((name) => env[name]),
      ['*', 'C'],
    ],
  ])('%s', async (_what, ask, expected) => {
    const { variables, reported } = traced();
    ask(variables);
    await settled();
    expect(reported).toEqual(expected);
  });

  it('reads the names that a loop has seen before it ends early', async () => {
    const { variables, reported } = traced();
    for (const name of Object.keys(variables)) if (variables[name] === 'b') break;
    await settled();
    expect(reported).toEqual(['*', 'A', 'B']);
  });

  it('reports setting, deleting and restoring', () => {
    const { variables, reported } = traced();
    variables['B'] = 'x';
    delete variables['C'];
    variables['B'] = 'b';
    expect(reported).toEqual(['=B', '=C', '~B']);
  });
});

/** One operation of code on an environment, and its result. */
type Step = (env: NodeJS.ProcessEnv) => unknown;

const name: fc.Arbitrary<string> = fc.constantFrom(
  'NXT_A',
  'NXT_B',
  'NXT_C',
  'PATH',
  '__proto__',
  'constructor',
  'toString',
);
const value = fc.constantFrom<unknown>('x', '', 1, null, undefined, true, { a: 1 }, Symbol('s'));
const descriptor = fc.constantFrom<PropertyDescriptor>(
  { value: 'd', configurable: true, writable: true, enumerable: true },
  { value: 'd' },
  { get: () => 'd', configurable: true },
);
const set = (env: NodeJS.ProcessEnv, key: string, to: unknown) =>
  void ((env as Record<string, unknown>)[key] = to);
const step: fc.Arbitrary<Step> = fc.oneof(
  name.map(
    (key): Step =>
      (env) =>
        env[key],
  ),
  name.map(
    (key): Step =>
      (env) =>
        key in env,
  ),
  name.map(
    (key): Step =>
      (env) =>
        Object.getOwnPropertyDescriptor(env, key),
  ),
  name.map(
    (key): Step =>
      (env) =>
        Object.prototype.hasOwnProperty.call(env, key),
  ),
  name.map(
    (key): Step =>
      (env) =>
        delete env[key],
  ),
  fc.tuple(name, value).map(
    ([key, to]): Step =>
      (env) =>
        set(env, key, to),
  ),
  fc.tuple(name, descriptor).map(
    ([key, as]): Step =>
      (env) =>
        Object.keys(Object.defineProperty(env, key, as)),
  ),
  fc.constantFrom<Step>(
    (env) => Object.keys(env),
    (env) => ({ ...env }),
    (env) => Object.entries(env),
    (env) => JSON.stringify(env),
    (env) => {
      const names: string[] = [];
      for (const key in env) names.push(key);
      return names;
    },
    (env) => Reflect.ownKeys(env),
    (env) => Object.prototype.toString.call(env),
    (env) => inspect(env),
    (env) => (env as Record<symbol, unknown>)[Symbol.toStringTag],
    (env) => Object.getPrototypeOf(env) === Object.prototype,
    (env) => set(env, Symbol('s') as unknown as string, 'x'),
    (env) => Object.isFrozen(env),
  ),
);

function seen(env: NodeJS.ProcessEnv, steps: readonly Step[]): unknown[] {
  return steps.map((one) => {
    try {
      return one(env);
    } catch (error) {
      return String(error);
    }
  });
}

describe('a traced environment', () => {
  it('behaves as the environment of the process with any operation', () => {
    const names = ['NXT_A', 'NXT_B', 'NXT_C', '__proto__', 'constructor', 'toString'];
    const path = process.env['PATH'];
    // Deleted first, so that the variable has the same position each time.
    const reset = () => {
      for (const key of [...names, 'PATH']) Reflect.deleteProperty(process.env, key);
      process.env['PATH'] = path;
    };
    const tracer = { variableRead() {}, variableWritten() {}, variablesCopied: () => testCode };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        reset();
        const plain = seen(process.env, steps);
        reset();
        expect(seen(tracedVariables(process.env, tracer), steps)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
    reset();
  });
});
