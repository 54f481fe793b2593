import { describe, expect, it } from 'vitest';
import { readModuleModel } from '../model';
import { insertProbes } from './insert-probes';

const seenIn = (id: string) =>
  (globalThis as { __nxTestmonSeen?: Map<string, Uint8Array> }).__nxTestmonSeen?.get(id);

/** Runs instrumented JavaScript and names the bodies that ran. */
function bodiesThatRun(text: string): string[] {
  const id = `module ${text}`;
  const instrumented = insertProbes(text, 'a.cjs', id)!;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('exports', instrumented.code)({});
  return instrumented.blocks.filter((_, index) => seenIn(id)?.[index] === 1);
}

describe('a probe sees that a body ran', () => {
  it.each([
    ['function f() {} f();', ['f()']],
    ['function f() {} function g() {} g();', ['g()']],
    ['const f = () => ({ a: 1 }); if (f().a !== 1) throw 1;', ['f()']],
    ['const f = (a) => a, g = () => f; f(g()); ', ['f()', 'g()']],
    [
      'class A { constructor() {} m() {} static s() {} get x() { return 1; } set x(v) {} } new A().m(); A.s();',
      ['A.constructor()', 'A.m()', 'A.static s()'],
    ],
    ['class B {} class A extends B { constructor() { super(); } } new A();', ['A.constructor()']],
    ['class A { #p() {} run = () => this.#p(); } new A().run();', ['A.#p()', 'A.run()']],
    [
      'const o = { m() {}, get g() { return 1; }, f: function () {} }; o.m(); o.g; o.f();',
      ['o.m()', 'o.get g()', 'o.f()'],
    ],
    ['const l = [() => 1, () => 2]; l[1]();', ['l(2)']],
    ['function f(a = g()) {} function g() {} f();', ['f()', 'g()']],
    ['function f(a = () => {}) { a(); } f();', ['f()', 'f(1)']],
    ['function* f() { yield 1; } f(); function* g() { yield 1; } g().next();', ['g()']],
    ['async function f() {} f();', ['f()']],
    ['function f() { "use strict"\n return this } if (f() !== undefined) throw 1;', ['f()']],
    ['f(); function f() {}', ['f()']],
    ['function f({ a }) {} try { f(); } catch {}', []],
  ])('%s', (text, expected) => {
    expect(bodiesThatRun(text)).toEqual(expected);
  });
});

it('names are those of the model, and parameters are no part of a body', () => {
  const text = 'export function f(a = 1) { return a; }\nexport class A { m() {} }';
  const bodies = (source: string) =>
    readModuleModel(source, 'a.ts').blocks.filter(({ parent }) => parent !== undefined);
  expect(insertProbes(text, 'a.ts', 'id')!.blocks).toEqual(bodies(text).map(({ name }) => name));
  expect(bodies(text.replace('a = 1', 'a = 2'))).toEqual(bodies(text));
});

it('lines stay where they are, and the map leads back to each column', () => {
  const text = `'use client';\nimport { a } from './a';\nexport const f = () =>\n  a;\nexport function g() {\n  return f();\n}\n`;
  const { code, map } = insertProbes(text, 'a.ts', 'id')!;
  expect(code.split('\n').length).toBeGreaterThanOrEqual(text.split('\n').length);
  text.split('\n').forEach((line, index) => {
    expect(
      code
        .split('\n')
        [index]!.replace(/\(?__nxTestmonProbe\(-?\d+\)[,;]/g, '')
        .replace('a);', 'a;'),
    ).toBe(line);
  });
  expect(JSON.parse(map)).toMatchObject({ sources: ['a.ts'], sourcesContent: [text] });
});

it.each([
  ['const a = 1;', 'a.ts'],
  ['function f( {', 'a.ts'],
  ['export function f(): void;', 'a.d.ts'],
  ['{ "a": 1 }', 'a.json'],
])('nothing is written into %s', (text, path) => {
  expect(insertProbes(text, path, 'id')).toBeUndefined();
});
