import { createContext, runInContext } from 'node:vm';
import { probeName } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import type { PlainTextFinder } from './patch-function-text';
import { prepareRealm } from './prepare-realm';

const path = 'src/a.ts';
const probe = probeName(path);

/** A separate realm in which a module has been loaded. */
function openRealm(code: string, findPlainText: PlainTextFinder = () => undefined) {
  const context = createContext({});
  const realm = runInContext('globalThis', context) as Record<string, unknown>;
  const marks = prepareRealm(realm, findPlainText);
  const seen = new Uint8Array(3);
  marks.set(path, seen);
  const run = (text: string): unknown => runInContext(text, context);
  run(`function ${probe}(i) {}\n${code}`);
  return { realm, marks, seen, run };
}

describe('the text of a function', () => {
  it('is the found text, is searched once, and is marked', () => {
    const asked: string[] = [];
    const { run, seen } = openRealm(`function f() { ${probe}(0); return 1 }`, (text, from) => {
      asked.push(`${from}: ${text}`);
      return 'function f() { return 1 }';
    });
    expect([...seen]).toEqual([0, 0, 0]);
    const all = run(
      '[f.toString(), String(f), `${f}`, "" + f, Function.prototype.toString.call(f)]',
    ) as string[];
    expect(new Set(all)).toEqual(new Set(['function f() { return 1 }']));
    expect(asked).toEqual([`${path}: function f() { ${probe}(0); return 1 }`]);
    expect([...seen]).toEqual([0, 0, 1]);
  });

  it('is as close as possible if nothing is found, and if the search fails', () => {
    for (const find of [
      () => undefined,
      () => {
        throw new Error('broken');
      },
    ]) {
      const { run } = openRealm(`const f = (a) => (${probe}(0), a + 1);`, find);
      expect(run('String(f)')).toBe('(a) => (a + 1)');
    }
  });

  it('of a function without probes is unchanged and marks nothing', () => {
    const { run, seen } = openRealm('function f() { return 2 }');
    expect(run('String(f)')).toBe('function f() { return 2 }');
    expect(run('String(Math.max)')).toBe('function max() { [native code] }');
    expect([...seen]).toEqual([0, 0, 0]);
  });

  it('is marked when its module registers, if it was read before', () => {
    const { run, marks } = openRealm('');
    const other = probeName('src/late.ts');
    run(`function ${other}() {}\nfunction f() { ${other}(1); }\nString(f)`);
    const seen = new Uint8Array(2);
    marks.set('src/late.ts', seen);
    expect([...seen]).toEqual([0, 1]);
  });
});

describe('the patched function', () => {
  it('looks like the original', () => {
    const { run } = openRealm('');
    const describeIt = `(() => {
      const { toString } = Function.prototype;
      const messageOf = (work) => { try { work(); } catch (error) { return [error.name, error instanceof TypeError, error.message]; } };
      return JSON.stringify([
        toString.toString(), String(toString), toString.call(toString), toString.name, toString.length,
        Reflect.ownKeys(toString), Object.getOwnPropertyDescriptor(Function.prototype, 'toString'),
        Object.getPrototypeOf(toString) === Function.prototype, Reflect.ownKeys(Function.prototype),
        messageOf(() => toString.call({})), messageOf(() => new toString()), String(new Proxy(() => 1, {})),
        String((() => 1).bind()), typeof toString,
      ]);
    })()`;
    expect(run(describeIt)).toBe(runInContext(describeIt, createContext({})));
  });

  it('adds no enumerable global, and is created once', () => {
    const { realm, marks, run } = openRealm('');
    expect(run('Object.keys(globalThis)')).not.toContain('__nxTestmonSeen');
    const patched = run('Function.prototype.toString');
    expect(prepareRealm(realm, () => undefined)).toBe(marks);
    expect(run('Function.prototype.toString')).toBe(patched);
  });
});
