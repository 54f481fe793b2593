import { probeName } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { read, testSyntax } from '../model/model.testing';
import { insertProbes } from './insert-probes';

const seenIn = (id: string) =>
  (globalThis as { __nxTestmonSeen?: Map<string, Uint8Array> }).__nxTestmonSeen?.get(id);

/** Runs instrumented JavaScript and returns the names of the executed bodies. */
function executedBlocks(text: string): string[] {
  const id = `module ${text}`;
  const instrumented = insertProbes(text, 'a.cjs', id, testSyntax)!;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('exports', instrumented.code)({});
  return instrumented.blocks.filter((_, index) => seenIn(id)?.[index] === 1);
}

describe('a probe counts an executed body', () => {
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
    ["function f() { return 1; 'a text that is no directive'; } f();", ['f()']],
    ['function f({ a }) {} try { f(); } catch {}', []],
  ])('%s', (text, expected) => {
    expect(executedBlocks(text)).toEqual(expected);
  });
});

describe('the text of every function identifies its module', () => {
  it.each([
    'exports.f = function () {};',
    'exports.f = () => 1;',
    'function g() { return () => ({}); } exports.f = g();',
    'exports.f = { m() {} }.m;',
    'exports.f = Object.getOwnPropertyDescriptor({ get g() { return 1; } }, "g").get;',
    'exports.f = new (class { field = () => { "use strict"; }; })().field;',
    'exports.f = (class A { constructor() {} });',
    'exports.f = async (a) => await a;',
    'exports.f = function* () { yield 1; };',
    'exports.f = ((h = () => 1) => h)();',
  ])('%s', (text) => {
    const id = `text of ${text}`;
    const exports: { f?: () => unknown } = {};
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('exports', insertProbes(text, 'a.cjs', id, testSyntax)!.code)(exports);
    expect(Function.prototype.toString.call(exports.f)).toContain(probeName(id));
    expect(seenIn(id)).toHaveLength((insertProbes(text, 'a.cjs', id, testSyntax)?.blocks.length ?? 0) + 1);
  });
});

describe('a probe counts an executed branch', () => {
  it.each([
    ['if (a) b(); else c();', ['then']],
    ['if (!a) { b() } else if (a === 2) b()\nelse c()', ['else', 'else/else']],
    ['if (a) { if (!a) b(); }', ['then']],
    ['return a ? b() : c();', ['then']],
    ['return !a ? b() : a ? b() : c();', ['else', 'else/then']],
    ['if (a) return 1; b();', ['then']],
    ['if (!a) return\nb()\nif (a) return\nc()', ['rest', 'rest/then']],
    ['if (!a) throw 1\n;[1].map(b)', ['rest']],
    ['switch (a) { case 0: b(); case 1: b(); case 2: c(); break; default: c() }', ['case#2', 'case#3']],
    ['switch (a) { default: b(); case 2: c(); }', ['case', 'case#2']],
    ['try { b(); } catch { c(); }', []],
    ['try { throw 1 } catch { c() } finally { b() }', ['catch']],
    ['for (const x of [1, 2]) { if (x === a) continue; b(x) }', ['then', 'rest']],
    ['for (const x of [a]) { if (x) break; b(x) } c();', ['then']],
    ['return [1].map((x) => { if (x !== a) return 0; return x; });', ['rest']],
    ['const o = { get x() { return a ? 1 : 2 } }; return o.x;', ['then']],
    ['class C { y = a ? 1 : 2; static { if (!a) b(); } } new C();', ['then']],
    ['return function* () { yield a ? 1 : 2; }().next();', ['then']],
    ['const g = async () => { await (a ? b() : c()); if (a) return; c(); }; g();', ['then']],
    ['if (a) return g(); const x = 1; return x; function g() { return a ? 1 : 2; }', ['then', 'then#2']],
    ['const y = (a ? () => b() : c)(); return y;', ['then']],
    ['label: { if (a) break label; b(); } c();', ['then', 'rest#2']],
    ['do if (!a) b()\nwhile (!a)\nc()', []],
  ])('%s', (body, expected) => {
    const text = `function b() {} function c() {} function f(a) { ${body} } f(1);`;
    const branches = executedBlocks(text).filter((name) => name.includes('/'));
    expect(branches).toEqual(expected.map((name) => `f()/${name}`));
  });

  it.each([
    ['this of a method that an operand names', 'return (a ? o.m : 0)();', undefined],
    ['this of a call in an operand', 'return a ? o.m() : 0;', 'o'],
    ['names of functions', 'const g = a ? () => {} : 0; return g.name;', ''],
    [
      'a text that is no directive',
      "if (a) { 'use strict'; return (function () { return this; })() === undefined; }",
      false,
    ],
    ['optional chains', 'return a ? u?.x.y : 0;', undefined],
    ['a comma in an operand', 'return a ? (1, 2) : 3;', 2],
    ['an object in an operand', 'return a ? { a } : 3;', { a: 1 }],
    ['an operator at the start of a line', 'let x = 1\nif (!a) return\n++x\nreturn x', 2],
  ])('and keeps %s', (_, body, expected) => {
    const text = `var u, o = { name: 'o', m() { return this && this.name; } }; exports.f = function (a) { ${body} };`;
    const exports: { f?: (a: number) => unknown } = {};
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('exports', insertProbes(text, 'a.cjs', `keeps ${body}`, testSyntax)!.code)(exports);
    expect(exports.f!(1)).toEqual(expected);
  });
});

it('names are those of the model, and parameters are not a part of a body', () => {
  const text = 'export function f(a = 1) { return a; }\nexport class A { m() {} }';
  const bodies = (source: string) => read(source, 'a.ts').blocks.filter(({ parent }) => parent !== undefined);
  expect(insertProbes(text, 'a.ts', 'id', testSyntax)!.blocks).toEqual(bodies(text).map(({ name }) => name));
  expect(bodies(text.replace('a = 1', 'a = 2'))).toEqual(bodies(text));
});

it('lines stay the same, and the source map leads back to each column', () => {
  const text = `'use client';\nimport { a } from './a';\nexport const f = () =>\n  a;\nexport function g() {\n  return f();\n}\n`;
  const { code, map } = insertProbes(text, 'a.ts', 'id', testSyntax)!;
  expect(code.split('\n').length).toBeGreaterThanOrEqual(text.split('\n').length);
  text.split('\n').forEach((line, index) => {
    expect(
      code
        .split('\n')
        [index]!.replace(/\(?__nxTestmonProbe_[\w$]+\(-?\d+\)[,;]/g, '')
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
])('no probe is inserted into %s', (text, path) => {
  expect(insertProbes(text, path, 'id', testSyntax)).toBeUndefined();
});

it.each([
  'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b_1.a; } });',
  'Object.keys(_b).forEach(function (key) { if (key in exports) return; Object.defineProperty(exports, key, { get: function () { return _b[key]; } }); });',
])('a statement in which Node finds exported names is unchanged: %s', (statement) => {
  const { code } = insertProbes(`function f() {}\n${statement}\n`, 'a.cjs', 'a.cjs', testSyntax)!;
  expect(code).toContain(statement);
});
