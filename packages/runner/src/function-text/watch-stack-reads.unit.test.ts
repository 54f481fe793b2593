import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { RealmMarks } from './realm-marks';
import { watchStackReads } from './watch-stack-reads';

/** A realm whose stacks are formatted by a function, as in Vitest and Jest, with one module on the stack. */
function openRealm() {
  const context = createContext({});
  const run = (text: string, filename = '/w/src/test.js'): unknown =>
    runInContext(text, context, { filename });
  run(`Error.prepareStackTrace = (error, sites) => error.message + ' in ' + sites[0].getFileName();`);
  run('function fail() { return new Error("a"); }', 'file:///w/src/use.js?v=1');
  const marks = new RealmMarks();
  for (const path of ['src/use.js', 'src/other.js', 'use.jsx']) marks.set(path, new Uint8Array(2));
  const marked = () => [...marks].filter(([, seen]) => seen[1] === 1).map(([path]) => path);
  return { realm: run('globalThis') as object, run, marks, marked };
}

it('the modules on a stack that is read are marked, and the stack is unchanged', () => {
  const { realm, run, marks, marked } = openRealm();
  watchStackReads(realm, marks);
  run('globalThis.error = fail()');
  expect(marked()).toEqual([]);
  expect(run('error.stack')).toBe('a in file:///w/src/use.js?v=1');
  expect(marked()).toEqual(['src/use.js']);
});

it('a realm that is watched again marks the modules of the last one, once', () => {
  const { realm, run, marks, marked } = openRealm();
  watchStackReads(realm, marks);
  const patched = run('Error.prepareStackTrace');
  const others = new RealmMarks();
  others.set('src/use.js', new Uint8Array(2));
  watchStackReads(realm, others);
  expect(run('Error.prepareStackTrace')).toBe(patched);
  run('fail().stack');
  expect([marked(), [...others.get('src/use.js')!]]).toEqual([[], [0, 1]]);
});

it('reads of the test runner are not marked, and reads of others through it are', () => {
  const { realm, run, marks, marked } = openRealm();
  watchStackReads(realm, marks);
  run('function read(error) { return error.stack; }', '/w/node_modules/expect/build/index.js');
  run('function call(reader) { return reader(); }', '/w/node_modules/jest-circus/build/index.js');
  expect(run('read(fail())')).toBe('a in file:///w/src/use.js?v=1');
  expect(marked()).toEqual([]);
  run('call(() => fail().stack)');
  expect(marked()).toEqual(['src/use.js']);
});

it('a realm that formats no stacks is left alone', () => {
  const context = createContext({});
  watchStackReads(runInContext('globalThis', context) as object, new RealmMarks());
  expect(runInContext('typeof Error.prepareStackTrace', context)).toBe('undefined');
});
