import { EXPORTS } from '@nx-testmon/core';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { block, changed, read } from '../model.testing';

const path = 'dist/a.js';
const head = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n';
const model = (body: string) => read(`${head}${body}`, path);
const lists = (body: string) => model(body).hasListedExports === true;

const compile = (source: string, options: ts.CompilerOptions = {}) =>
  ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      ...options,
    },
  }).outputText;

describe('a module that TypeScript compiled to CommonJS', () => {
  const source = `
    import first, { x } from './x';
    import * as ns from './ns';
    import './bare';
    export * from './y';
    export { z, default as zz } from './z';
    export * as all from './all';
    export { ns };
    export const a = 1;
    export const arrow = () => a + x() + first();
    export function f() { return arrow() + ns.q; }
    export class C { m() { return a; } }
    export enum E { A, B = 'b' }
    export default { m() { return a; } };
    const local = 3;
    export { local as renamed };
    export async function g() { await 1; }
  `;
  it.each([
    ['', {}],
    ['with helpers of tslib', { importHelpers: true }],
    ['for ES2015', { target: ts.ScriptTarget.ES2015 }],
    ['without interop', { esModuleInterop: false }],
  ])('lists the exports of its source %s', (_, options) => {
    const compiled = read(compile(source, options), path);
    const { exports } = read(source, 'src/a.ts');
    expect(compiled.hasListedExports).toBe(true);
    expect(compiled.stars).toEqual(['./y']);
    const own = Object.fromEntries(Object.entries(exports).filter(([name]) => name !== 'default'));
    const all = { ...own, default: { kind: 'local', name: 'default' } };
    expect(compiled.exports).toEqual(all);
    expect(compiled.imports.filter(({ specifier }) => specifier !== 'tslib')).toEqual(
      read(source, 'src/a.ts').imports,
    );
  });

  it('has blocks with the same names as its source', () => {
    const names = (text: string, at: string) =>
      read(text, at)
        .blocks.map(({ name }) => name)
        .filter((name) => !name.startsWith('<') && !name.startsWith('E'))
        .sort();
    expect(names(compile(source), path)).toEqual(names(source, 'src/a.ts'));
  });

  it('has no effects if its source has none, with any helpers of the compiler', () => {
    const plain = `import x from './x'; export * from './y'; export async function f() { return x; }`;
    const names = read(compile(plain, { target: ts.ScriptTarget.ES2015 }), path).blocks.map(
      ({ name }) => name,
    );
    expect(names).not.toContain('<effects>');
  });

  it('refers to members of other modules by name', () => {
    const compiled = read(compile(source), path);
    expect(block(compiled, 'f()').references).toEqual([
      { name: 'arrow', use: 'value' },
      { name: 'ns', use: 'value', member: 'q' },
    ]);
    expect(compiled.bindings['ns']).toEqual({ specifier: './ns', name: '*', isRequired: true });
    expect(compiled.declarations['ns']).toBeUndefined();
  });

  it('changes no block that is executed during loading if a function is added', () => {
    expect(
      changed(
        compile('export function a() {}'),
        compile('export function a() {} export function b() {}'),
        path,
      ),
    ).toEqual([EXPORTS, 'b', 'b()']);
  });

  it('counts the order of exports and effects', () => {
    const one = `${head}exports.a = void 0;\nrun();\nconst a = 1;\nexports.a = a;\n`;
    const other = `${head}exports.a = void 0;\nconst a = 1;\nexports.a = a;\nrun();\n`;
    expect(changed(one, other, path)).toContain('<effects>');
  });
});

describe('exports are listed if every use of them has a form that TypeScript writes', () => {
  it.each([
    ['a constant', 'exports.a = void 0;\nexports.a = 1;'],
    ['a function', 'exports.a = a;\nfunction a() {}'],
    ['a class', 'class A {}\nexports.A = A;'],
    ['an export that is read', 'exports.a = 1;\nfunction b() { return exports.a + (0, exports.a)(); }'],
    ['a method with this', 'class A { m() { return this.x; } }\nexports.A = A;'],
    ['arguments of a function', 'exports.f = f;\nfunction f() { return arguments.length; }'],
    [
      'an enum',
      'exports.E = void 0;\nvar E;\n(function (E) { E[E["A"] = 0] = "A"; })(E || (exports.E = E = {}));',
    ],
    [
      'an enum of TypeScript 4',
      'exports.E = void 0;\nvar E;\n(function (E) { E["A"] = "a"; })(E = exports.E || (exports.E = {}));',
    ],
    [
      'a getter',
      'exports.x = void 0;\nvar x_1 = require("./x");\nObject.defineProperty(exports, "x", { enumerable: true, get: function () { return x_1.x; } });',
    ],
  ])('%s', (_, body) => {
    expect(lists(body)).toBe(true);
  });

  it.each([
    ['module.exports', 'module.exports.a = 1;'],
    ['module.exports as a whole', 'module.exports = {};'],
    ['an element', 'exports["a"] = 1;'],
    ['a computed element', 'exports[name] = 1;'],
    ['another name for exports', 'const e = exports;'],
    ['exports as an argument', 'fill(exports);'],
    ['exports in an object', 'const o = { exports };'],
    ['exports that are enumerated', 'for (const key in exports) run(key);'],
    ['a conditional export', 'if (x) exports.a = 1;'],
    ['an export in a function', 'function f() { exports.a = 1; }'],
    ['two values', 'exports.a = 1;\nexports.a = 2;'],
    ['two values at once', 'exports.a = exports.b = 1;'],
    ['a name without a value', 'exports.a = void 0;'],
    ['a name that loses its value', 'exports.a = 1;\nexports.a = void 0;'],
    ['a deleted export', 'exports.a = 1;\ndelete exports.a;'],
    ['an incremented export', 'exports.a = 1;\nfunction f() { exports.a++; }'],
    ['an export in a pattern', 'exports.a = 1;\n({ m: exports.a } = x);'],
    ['an export that is not there', 'function f() { return exports.a; }'],
    ['an export that is called as a method', 'exports.a = () => 1;\nconst b = exports.a();'],
    ['an export that is a tag', 'exports.a = () => 1;\nconst b = exports.a``;'],
    ['this', 'this.a = 1;'],
    ['this in an arrow function', 'const f = () => this;'],
    ['this in a function', 'exports.f = f;\nfunction f() { return this; }'],
    ['this in a computed name', 'class A { [this.a]() {} }'],
    ['arguments', 'arguments[0].a = 1;'],
    ['arguments in an arrow function', 'const f = () => arguments;'],
    ['eval', 'eval("exports.a = 1");'],
    ['require as a value', 'run(require);'],
    ['the cache of require', 'run(require.cache);'],
    ['a local that is assigned to', 'let a = 1;\nexports.a = a;\nfunction f() { a = 2; }'],
    ['a local that is exported above', 'exports.A = A;\nclass A {}'],
    ['a local with the name of another export', 'const a = 1;\nexports.a = run();'],
    [
      'a getter of a local',
      'const x = {};\nObject.defineProperty(exports, "a", { enumerable: true, get: function () { return x.a; } });',
    ],
    [
      'a getter above its module',
      'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return x_1.a; } });\nconst x_1 = require("./x");',
    ],
    [
      'a getter of a name that is not there',
      'const x_1 = require("./x");\nObject.defineProperty(exports, "a", { enumerable: true, get: function () { return x_1.a; } });',
    ],
    [
      'a property that is not enumerable',
      'Object.defineProperty(exports, "a", { enumerable: false, value: 1 });',
    ],
    [
      'a name after a star',
      'const tslib_1 = require("tslib");\ntslib_1.__exportStar(require("./y"), exports);\nexports.a = 1;',
    ],
    ['a star of an unknown function', '__exportStar(require("./y"), exports);'],
    ['another Object', 'const Object = x;\nexports.a = 1;'],
    ['a mark with another value', 'exports.__esModule = false;'],
  ])('but not %s', (_, body) => {
    expect(lists(body)).toBe(false);
  });

  it('but not in sloppy mode, without the mark of an ES module, or in TypeScript', () => {
    expect(read('exports.a = 1;', path).hasListedExports).toBeUndefined();
    expect(read('"use strict";\nexports.a = 1;', path).hasListedExports).toBeUndefined();
    expect(read(head.replace(/.*\n/, ''), path).hasListedExports).toBeUndefined();
    expect(read(`${head}exports.a = 1;`, 'src/a.ts').hasListedExports).toBeUndefined();
  });

  it('but not with helpers that differ from those of the compiler', () => {
    const text = compile(`import x from './x'; export * from './y'; export const a = x;`);
    expect(read(text, path).hasListedExports).toBe(true);
    expect(read(text.replace('p !== "default"', 'p !== "other"'), path).hasListedExports).toBeUndefined();
    expect(read(text.replace('mod.__esModule', 'mod.other'), path).hasListedExports).toBeUndefined();
  });
});
