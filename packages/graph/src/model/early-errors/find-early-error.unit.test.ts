import { describe, expect, it } from 'vitest';
import { read } from '../model.testing';

describe('a module with an early error is one block', () => {
  it.each([
    ['const a = ;'],
    ['const a = 1; const a = 2;'],
    ['let a; function a() {}'],
    ["export const a = 1; export { b as a } from './b';"],
    ['export default 1; export default 2;'],
    ['export { nowhere };'],
    ['export function f() { await g(); }'],
    ['export {}; return;'],
    ['for (;;) (() => { break; })();'],
    ['a: for (;;) { continue b; }'],
    ['class A { m() { return this.#nowhere; } }'],
    ['const a;'],
    ['var'],
    ['a ?? b || c;'],
    ['async export function f() {}'],
    ['export function f(a, a) {}'],
    ['export {}; with (a) {}'],
    ['export const a = /(/;'],
    ['export const f = () => { g() = 1; };'],
    ['export const f = () => { a?.b = 1; };'],
    ['export const a = () => new.target;'],
    ['export function f() { super.m(); }'],
    ['export function f() { yield 1; }'],
    ['export const f = (static) => 1;'],
    ['class A { set a(...b) {} }'],
    ['async const a = 1;'],
    ['static function f() {}'],
    ['private interface A {}'],
    ['@a() function f() {}'],
    ['default class A {}'],
    ['class A { export a = 1; }'],
    ['class A { static static a = 1; }'],
    ['class A { m(private a) {} }'],
    ['class A { public static {} }'],
    ['class A { get a(): number; }'],
    ['const a = { private b: 1 };'],
    ['if (a) { export const b = 1; }'],
    ["private import './a';"],
    ['if (a) {'],
    ['const a = `b'],
    ['export function f() { return class { constructor() {} constructor() {} }; }'],
    ['export function f() { return class { #a; #a; }; }'],
    ['export function f() { return class { get #a() {} static set #a(b) {} }; }'],
    ['export function f() { return class { constructor() { super(); } }; }'],
    ['export const f = () => ({ __proto__: null, "__proto__": null });'],
    ['export function f() { for (const a = 1 of []) {} }'],
    ['export const f = () => async (a = await 1) => a;'],
    ['export function f() { if (1) class A {} }'],
    ['export function f() { return (a = 1) => { "use strict"; }; }'],
    ['export function f() { var a; { let a; var a; } }'],
    ['export function f() { try {} catch (a) { let a; } }'],
    ['export function f(a) { let a; }'],
    ['export function f() { return { a = 1 }; }'],
    ['export function f() { label: label: f(); }'],
    ['export function f() { return 08 + "\\08"; }'],
    ['export function f() { return "\\u{110000}"; }'],
    ['export function f() { (async function* () { function g(a = yield) {} })(); }'],
    ['export function f() { import.meta = 1; }'],
  ])('%s', (text) => {
    const model = read(text);
    expect(model.kind).toBe('whole-file');
    expect(model.parseError).toMatch(/./);
    expect(model.blocks).toEqual([]);
  });

  it('has the imports that it seems to contain and its pragmas, and may read files', () => {
    const pragma = ['@vitest', 'environment jsdom'].join('-');
    const model = read(`// ${pragma}\nimport { a } from './a';\nconst b = await import("./b");\n}`);
    expect(model.imports.map(({ specifier }) => specifier)).toEqual(['./a', './b']);
    expect(model).toMatchObject({ readsFiles: true, pragmas: [pragma] });
  });

  it.each([
    ['function f(a: string) {}'],
    ["import type { A } from './a';"],
    ['type A = 1;'],
    ['const a = b as c;'],
    ['enum A {}'],
    ['function f<T>() {}'],
    ['function f(this) {}'],
    ['function f(a?) {}'],
    ['function f(); function f(a) {}'],
    ['class A { private a = 1; }'],
    ['class A { constructor(readonly a) {} }'],
    ['abstract class A {}'],
    ['declare let a;'],
    ['const a = b!;'],
  ])('types in JavaScript are an error: %s', (text) => {
    expect(read(text, 'a.js').kind).toBe('whole-file');
    expect(read(text, 'a.ts').kind).toBe('module');
  });

  it('an imported name can be declared again in TypeScript, but not in JavaScript', () => {
    const text = "import { a } from './a';\nexport const a = 1;";
    expect(read(text, 'a.js').kind).toBe('whole-file');
    expect(read(text, 'a.ts').kind).toBe('module');
  });
});

describe('valid code has no error', () => {
  it.each([
    ['return 1;', 'a.cjs'],
    [
      'class A extends B { a = () => super.m(); static { super.n(); } constructor() { super(); f(() => new.target); } }',
      'a.js',
    ],
    [
      'export const a = { m() { return super.m(); }, yield: 1, static: b.yield }; export const { static: c } = a;',
      'a.js',
    ],
    [
      'export const { a } = b; [a.b, ...c] = d; ({ e, f: g.h } = i); (j) = 1; (k as any) = 1; l! += 1; m[n]++;',
      'a.ts',
    ],
    ['var yield_, let_; var static = 1; function* f() { yield static; }', 'a.cjs'],
    ['var a = 1; var a = 2; function f() {} function f() {}', 'a.cjs'],
    ['await a; for await (const b of c) {}', 'a.mjs'],
    ['switch (a) { case 1: break; } b: { break b; }', 'a.js'],
    [
      'class A { #a; static has(b) { return #a in b; } m() { return class { n(x) { return x.#a; } }; } }',
      'a.js',
    ],
    ['const a = <div>{b}</div>;', 'a.js'],
    ['interface A {} class A {} export { A }; type B = 1; export { B };', 'a.ts'],
    ["import { T } from './t'; export { T };", 'a.ts'],
    ['export default function f(a: 1): void; export default function f(a: any) {}', 'a.ts'],
    [
      'export function f(): void; export function f(a?: any) {} export namespace f { export const a = 1; }',
      'a.ts',
    ],
    ['(a ?? b) || c; for (const d of e) { continue; } declare const x: 1;', 'a.ts'],
    ['abstract class A { public static async m() {} protected abstract readonly x; }', 'a.ts'],
    [
      'abstract class A { abstract get a(): number; constructor(private readonly a: 1, @b() c: 2) {} }',
      'a.ts',
    ],
    [
      'class A { @b() declare c: 1; @d accessor e = 1; static { f(); } static readonly [g: string]: 1 }',
      'a.ts',
    ],
    ['@a @b() export default abstract class C { m(@d e) {} static async *f() {} }', 'a.ts'],
    [
      'export @a class B {} export abstract class C {} export const enum D {} export declare enum E {}',
      'a.ts',
    ],
    ['class A { @b c() {} static accessor d = 1; get static() { return 1; } async = 1; }', 'a.js'],
    [
      'const a = { async b() {}, async: 1, get, set: 2, static() {} }; const c = async () => {}, d = abstract;',
      'a.js',
    ],
    ['namespace A { export declare const a: 1; export import b = C.d; export enum E {} }', 'a.ts'],
    ['export declare const a: 1; declare module "b" { export const c: 1; }', 'a.d.ts'],
  ])('%s', (text, path) => {
    expect(read(text, path).parseError).toBeUndefined();
  });
});

describe('syntax that only some compilers accept', () => {
  it.each([
    ['a.ts', 'class A { @b() c = 1; }', 'decorator'],
    ['a.js', 'class A { accessor b = 1; }', 'accessor'],
    ['a.ts', '{ using b = c; }', 'using'],
    ['a.ts', 'await using b = c;', 'using'],
    ['a.ts', "import b from './b.json' with { type: 'json' };", 'import with'],
    ['a.ts', "import('./b.json', { with: { type: 'json' } });", undefined],
    ['a.js', "import defer * as b from './b';", 'import defer'],
    ['a.ts', "import type { B } from './b';", undefined],
    ['a.ts', 'enum B {}', 'enum'],
    ['a.ts', 'declare enum B {}', undefined],
    ['a.ts', 'namespace B { export const c = 1; }', 'namespace'],
    ['a.ts', 'namespace B { export type C = 1; }', undefined],
    ['a.cts', "import b = require('./b');", 'import ='],
    ['a.cts', 'export = 1;', 'export ='],
    ['a.ts', 'const b = <c>d;', 'type assertion'],
    ['a.ts', 'const b = d as c;', undefined],
    ['a.ts', 'class B { constructor(private c) {} }', 'parameter property'],
    ['a.js', 'const b = <c />;', 'JSX'],
    ['a.jsx', 'const b = <>c</>;', 'JSX'],
    ['a.tsx', 'const b = <c />;', undefined],
    ['a.js', 'class B { c? = 1; }', 'optional member'],
    ['a.ts', 'class B { c? = 1; }', undefined],
  ])('%s: %s', (path, code, kind) => {
    const later = `export function f() { ${code} }`;
    for (const text of /^(?:import |export |await|enum|namespace)/.test(code) ? [code] : [code, later])
      expect(read(text, path)).toMatchObject({
        kind: 'module',
        pragmas: kind === undefined ? [] : [`syntax: ${kind}`],
      });
  });
});
