import { describe, expect, it } from 'vitest';
import { block, changed, read } from '../model.testing';

const top =
  "import { imported, Base } from './x';\nimport * as ns from './ns';\nconst plain = 'p';\nlet later = {};\n";

describe('effects of loading a declaration', () => {
  it.each([
    ['no', 'let a'],
    [
      'no',
      "const a = [1, 'b', /c/, null, true, undefined, NaN, -1, -1n, { d: () => call(), e() {}, get f() { return g; } }]",
    ],
    ['no', 'const a = { b: 1 } as const satisfies B'],
    ['no', 'const a = 60 * 60 * 1000'],
    ['no', "const a = `b${1}` + 'c'"],
    ['no', 'const a = void 0'],
    ['no', 'const a = class { b = call(); static c = 1; m() {} }'],
    ['no', 'class a { b = call(); static m() { call(); } }'],
    ['no', 'function a() { call(); }'],
    ['no', 'enum a { B, C = 2, D = B | C, E = a.B, F = -1 }'],
    ['reads', 'const a = imported'],
    ['reads', 'const a = later as A'],
    ['reads', 'const a = { imported, b: [ns] }'],
    ['reads', 'const a = imported === later ? ns : later || null'],
    ['reads', 'const a = !imported'],
    ['reads', 'const a = `${plain}/b` + plain'],
    ['reads', 'enum B { C } const a = { d: B.C }'],
    ['reads', 'const a = Math'],
    ['reads', 'class a { static b = imported }'],
    ['shape', 'class a extends Base {}'],
    ['shape', 'class a extends (Base as any)<T> {}'],
    ['no', 'class a extends Error {}'],
    ['yes', 'class a extends Math {}'],
    ['yes', 'class a extends Proxy {}'],
    ['shape', 'class Error {} class a extends Error {}'],
    ['shape', 'const a = class extends Base {}'],
    ['members', 'const a = imported.b'],
    ['members', 'const a = [ns.b, later]'],
    ['members', "const { a, b: c, 'd': e } = ns"],
    ['members', 'const { a } = imported as any'],
    ['members', 'class a { static b = ns.c }'],
    ['yes', 'const { a = 1 } = ns'],
    ['yes', 'const { a: { b } } = ns; const a = b()'],
    ['yes', 'const { [imported]: a } = ns'],
    ['yes', 'const { a, ...b } = ns'],
    ['yes', 'const [a] = ns'],
    ['yes', 'const { a } = later'],
    ['yes', 'const { a } = call()'],
    ['yes', 'const a = ns.b.c'],
    ['yes', 'const a = [ns.b, call()]'],
    ['yes', 'function f(imported) {} var imported; const a = imported.b'],
    ['no', 'const { a } = Math'],
    ['no', 'const a = Array.isArray'],
    ['no', 'const a = Object.prototype.hasOwnProperty'],
    ['no', 'const { a } = Object.prototype'],
    ['reads', 'const a = { b: Number.MAX_VALUE, later }'],
    ['yes', 'const a = Map.prototype.size'],
    ['yes', 'const a = RegExp.input'],
    ['yes', 'const a = window.b'],
    ['yes', 'const Math = call(); const a = Math.b'],
    ['yes', 'const a = imported[0]'],
    ['yes', 'const a = [...imported]'],
    ['yes', 'const a = { ...imported }'],
    ['yes', 'const a = { [imported]: 1 }'],
    ['yes', 'const a = call()'],
    ['yes', 'const a = /* @__PURE__ */ call()'],
    ['no', 'const a = new Map()'],
    ['no', 'const a = new WeakMap<object, string>'],
    ['no', "const a = new Set(['b', 1])"],
    ['no', "const a = new Map([['b', { c: () => call() }]] as const)"],
    ['no', "const a = Symbol('b')"],
    ['no', "const a = Object.freeze({ b: Object.freeze(['c']) })"],
    ['reads', 'const a = new Set([imported])'],
    ['reads', 'const a = Object.freeze({ imported })'],
    ['yes', 'const a = new Set([call()])'],
    ['yes', 'const a = new Set([...imported])'],
    ['yes', 'const a = new Set(imported)'],
    ['yes', "const a = new Set('b', 'c')"],
    ['yes', "const a = new Map(['b'])"],
    ['yes', 'const a = new Map([imported])'],
    ['yes', "const a = new WeakSet(['b'])"],
    ['yes', 'const a = new Other()'],
    ['yes', 'const a = new Date()'],
    ['yes', 'const a = Symbol(imported)'],
    ['yes', "const a = Symbol.for('b')"],
    ['yes', 'const a = Object.freeze(imported)'],
    ['yes', 'const a = Object.freeze(class {})'],
    ['yes', 'const a = Object.freeze({ ...imported })'],
    ['yes', 'const a = Object.seal({})'],
    ['yes', 'const a = imported.freeze({})'],
    ['yes', 'class Map {} const a = new Map()'],
    ['yes', "import { Set } from './b'; const a = new Set()"],
    ['yes', 'const a = Object.freeze({}); class Object {}'],
    ['yes', "const a = import('./b')"],
    ['yes', 'const a = await imported'],
    ['yes', 'const a = `${imported}`'],
    ['yes', 'const a = tag`b`'],
    ['yes', 'const a = imported + 1'],
    ['yes', 'const a = imported == 1'],
    ['yes', 'const a = -imported'],
    ['yes', "const a = 'b' in later"],
    ['yes', "const a = 'b' in 'c'"],
    ['yes', 'const a = 1n + 1'],
    ['yes', 'const a = (later = 1)'],
    ['yes', 'const a = later++'],
    ['yes', 'const a = delete later.b'],
    ['members', 'const { a } = imported'],
    ['yes', 'const [a] = []'],
    ['yes', 'using a = null'],
    ['yes', 'class a extends mixin(Base) {}'],
    ['yes', 'class a extends ns.Base {}'],
    ['yes', 'class a { static b = call() }'],
    ['yes', 'class a { static {} }'],
    ['yes', 'class a { [imported] = 1 }'],
    ['yes', 'class a extends Base { static b = 1 }'],
    ['yes', '@dec class a {}'],
    ['yes', 'class a { @dec b; }'],
    ['yes', 'class a { constructor(@dec b) {} }'],
    ['yes', 'const a = class { static b = call() }'],
    ['yes', 'enum a { B = call() }'],
    ['yes', "enum a { B = 'b'.length }"],
    ['yes', 'namespace a { export const b = 1 }'],
    ['yes', 'import a = ns.b'],
  ])('%s: %s', (eager, text) => {
    expect(block(read(top + text), 'a').eager).toBe(eager);
  });

  it.each([
    ['a name declared further down', 'const a = b; const b = 1;'],
    ['a base declared further down', 'class a extends B {} class B {}'],
    ['a name without a declaration', 'const a = window;'],
    ['a base without a declaration', 'class a extends HTMLElement {}'],
    ['an interface', 'interface B {} const a = B;'],
    ['itself', 'const a = [a];'],
  ])('reading a name may fail: %s', (_, text) => {
    expect(block(read(text), 'a').eager).toBe('yes');
  });

  it('a function can be read above its declaration', () => {
    expect(block(read('const a = b; function b() {}'), 'a').eager).toBe('reads');
  });
});

describe('the order of effects', () => {
  it('counts statements and declarations that run code', () => {
    expect(changed('one();\ntwo();', 'two();\none();')).toEqual(['<effects>']);
    expect(changed('one();\nconst a = two();', 'const a = two();\none();')).toEqual(['<effects>']);
  });

  it('counts the position of a constant that effects touch directly or indirectly', () => {
    const use = "const list = [];\nfunction add(x) { list.push(x); }\nadd('a');";
    const late = "function add(x) { list.push(x); }\nadd('a');\nconst list = [];";
    expect(changed(use, late)).toEqual(['<effects>']);
    const eager = 'const base = 1;\nconst made = make(() => base);';
    const lateEager = 'const made = make(() => base);\nconst base = 1;';
    expect(changed(eager, lateEager)).toContain('<effects>');
  });

  it('ignores declarations that loading does not touch', () => {
    const before = 'start();\nexport const a = 1;\nexport function f() {}\nexport class A {}';
    const after =
      'export class A {}\nexport const b = () => a;\nstart();\nexport function g() {}\nexport function f() {}\nexport const a = 1;';
    expect(changed(before, after)).toEqual(['b', 'b()', 'g', 'g()']);
  });

  it('has no block if a module has no effects', () => {
    expect(read('export const a = 1; export function f() {}').blocks.map(({ name }) => name)).toEqual([
      'a',
      'f',
      'f()',
    ]);
  });

  it('contains the bodies of its statements', () => {
    const test = "describe('x', () => { it('y', () => { expect(f()).toBe(1); }); });";
    expect(read(test).blocks.map(({ name }) => name)).toEqual(['<effects>']);
    expect(changed(test, test.replace('toBe(1)', 'toBe(2)'))).toEqual(['<effects>']);
  });
});

describe('aliases and members', () => {
  it('a base behind an alias is part of the shape', () => {
    const model = read("import { Other } from './o';\nconst Base = Other;\nexport class A extends Base {}");
    expect(block(model, 'A').references).toEqual([
      { name: 'Base', use: 'heritage' },
      { name: 'A.<members>', use: 'value' },
    ]);
    expect(block(model, 'Base').references).toEqual([{ name: 'Other', use: 'heritage' }]);
  });

  it.each(['const { Base } = ns;', 'const Base = ns.Base;'])(
    'a base that is a member of a namespace is part of the shape: %s',
    (text) => {
      const model = read(`import * as ns from './o';\n${text}\nexport class A extends Base {}`);
      expect(block(model, 'A').eager).toBe('shape');
      expect(block(model, 'Base').references).toEqual([{ name: 'ns', member: 'Base', use: 'heritage' }]);
    },
  );

  it('a member that a class definition reads is part of it', () => {
    const model = read("import * as ns from './o';\nexport class A { static b = ns.c; d = ns.e; }");
    expect(block(model, 'A').references).toEqual([
      { name: 'ns', member: 'c', use: 'heritage' },
      { name: 'A.<members>', use: 'value' },
    ]);
  });

  it('a name that is declared twice is one block, also in patterns', () => {
    const model = read(
      'var a = 1; var b = 2; var { a, b } = c(); function f() {} namespace f { export const x = 1 }',
    );
    expect(model.declarations).toEqual({ a: 'a', b: 'a', f: 'f' });
    expect(model.blocks.map(({ name }) => name)).toEqual(['a', 'f', 'f()', '<effects>']);
  });
});
