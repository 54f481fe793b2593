import type { ModuleModel } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { read } from '../model.testing';

const imports = (text: string, path?: string) =>
  read(text, path).imports.map(({ specifier, kind }) => `${kind} ${specifier}`);

describe('imports of a module', () => {
  it.each([
    ["import './a';", 'value ./a'],
    ["import {} from './a';", 'value ./a'],
    ["import type { A } from './a';", 'type ./a'],
    ["import { type A } from './a';", 'elidable ./a'],
    ["import { A } from './a'; let x: A;", 'elidable ./a'],
    ["import { A } from './a'; let x: typeof A.b;", 'elidable ./a'],
    ["import { A, b } from './a'; let x: A = b;", 'value ./a'],
    ["import a from './a';", 'elidable ./a'],
    ["import { a } from './a'; export { a };", 'value ./a'],
    ["import * as a from './a'; a.b;", 'value ./a'],
    ["export * from './a';", 'value ./a'],
    ["export type * from './a';", 'type ./a'],
    ["export { type A } from './a';", 'elidable ./a'],
    ["export { type A, b } from './a';", 'value ./a'],
    ["import a = require('./a');", 'value ./a'],
    ["import type a = require('./a');", 'type ./a'],
    ["const a = require('./a');", 'value ./a'],
    ["if (x) require('./a');", 'value ./a'],
  ])('%s', (text, expected) => expect(imports(text)).toEqual([expected]));

  it('do not include a require in a function', () => {
    expect(
      imports("const f = () => require('./a'); class A { b = require('./c'); static d = require('./e'); }"),
    ).toEqual(['value ./e']);
  });

  it('have the order of the source, including requires', () => {
    expect(imports("f(require('./a')); const b = require('./b'); import './c';", 'a.js')).toEqual([
      'value ./a',
      'value ./b',
      'value ./c',
    ]);
  });

  it('of JavaScript include unused ones', () => {
    expect(imports("import a from './a'; import {} from './b';", 'a.js')).toEqual(['value ./a', 'value ./b']);
  });

  it('of declaration files load nothing, and have no blocks', () => {
    const model = read(
      "import { A } from './a'; import './b'; export const c: A; export declare function d(): void; export * from './e';",
      'a.d.ts',
    );
    expect(model.imports.map(({ kind }) => kind)).toEqual(['type', 'type', 'type']);
    expect(model).toMatchObject({ kind: 'module', blocks: [] });
  });

  it('of a file with JSX may be its factory if they are used neither as a value nor as a type', () => {
    const text = "import { jsx } from './jsx'; import { T } from './t';\nexport const f = (x: T) => <p />;";
    expect(imports(text, 'a.tsx')).toEqual(['value ./jsx', 'elidable ./t']);
  });

  it('include the source of the JSX runtime', () => {
    const pragma = ['@jsx', 'ImportSource preact'].join('');
    expect(imports(`/** ${pragma} */\nexport const f = () => <p />;`, 'a.tsx')).toEqual([
      'value preact/jsx-runtime',
    ]);
    expect(imports(`const f = '${pragma}';`, 'a.tsx')).toEqual([]);
  });
});

describe('names', () => {
  it('imports and requires are bound', () => {
    const model = read(
      "import a, { b as c } from './x'; import * as d from './y'; const e = require('./z'), { f, g: h, ...i } = require('./w');",
    );
    expect(model.bindings).toEqual({
      a: { specifier: './x', name: 'default' },
      c: { specifier: './x', name: 'b' },
      d: { specifier: './y', name: '*' },
      e: { specifier: './z', name: '*', isRequired: true },
      f: { specifier: './w', name: 'f', isRequired: true },
      h: { specifier: './w', name: 'g', isRequired: true },
      i: { specifier: './w', name: '*', isRequired: true },
    });
  });

  it('exports are local names or hops', () => {
    const model = read(
      "import { a } from './x'; import * as n from './n'; const b = 1, c = 2; export { a, b as 'two words', c as default, n }; export { default as d } from './y'; export * as e from './z'; export * from './s'; export const { f, g: [h] } = x();",
    );
    expect(model.exports).toEqual({
      a: { kind: 'hop', specifier: './x', name: 'a' },
      n: { kind: 'hop', specifier: './n', name: '*' },
      'two words': { kind: 'local', name: 'b' },
      default: { kind: 'local', name: 'c' },
      d: { kind: 'hop', specifier: './y', name: 'default' },
      e: { kind: 'hop', specifier: './z', name: '*' },
      f: { kind: 'local', name: 'f' },
      h: { kind: 'local', name: 'h' },
    });
    expect(model.stars).toEqual(['./s']);
  });

  it.each([
    ['export default function f() {}', 'f'],
    ['export default class {}', 'default'],
    ['export default () => 1;', 'default'],
  ])('a default export is a block: %s', (text, name) => {
    const model = read(text);
    expect(model.exports['default']).toEqual({ kind: 'local', name });
    expect(Object.hasOwn(model.declarations, name)).toBe(true);
  });

  it.each([
    ['module.exports = 1;', 'a.js', true],
    ['exports.a = 1;', 'a.ts', true],
    ['Object.assign(module, x);', 'a.cjs', true],
    ['this.a = 1;', 'a.cjs', true],
    ['import x from "x"; module.exports = x;', 'a.js', true],
    ['const a = 1; export = a;', 'a.ts', true],
    ['export const exports_ = 1;', 'a.ts', false],
    ['import x from "x"; x(module.hot);', 'a.js', false],
    ['f();', 'a.js', false],
  ])('exports are decided at run time or not: %s', (text, path, expected) => {
    expect(read(text, path).commonJs).toBe(expected);
  });

  it('may be those of Object.prototype, also as JSON', () => {
    const model = read(
      "import { constructor, hasOwnProperty as valueOf } from './a'; export function toString() { return constructor; } export const __proto__ = () => valueOf; export { isPrototypeOf } from './b';",
    );
    const again = JSON.parse(JSON.stringify(model)) as ModuleModel;
    expect(again).toEqual(model);
    for (const one of [model, again]) {
      expect(Object.keys(one.bindings)).toEqual(['constructor', 'valueOf']);
      expect(Object.keys(one.declarations)).toEqual(['toString', '__proto__']);
      expect(Object.keys(one.exports).sort()).toEqual(['__proto__', 'isPrototypeOf', 'toString']);
      expect(Object.getPrototypeOf(one.exports)).toBe(Object.prototype);
    }
    expect(
      read('export const a = () => hasOwnProperty(toString);').blocks.flatMap(({ references }) => references),
    ).toEqual([]);
  });

  it('bodies have their own names', () => {
    const text =
      'const f = (() => 1) as F; const g = wrap(() => 1, function () {}); const o = { m() {}, n: { p: async () => 1 }, get q() { return 1; }, set q(v) {}, "r s"() {} };\n' +
      'class A { constructor() {} a = () => 1; static a() {} #b() {} get c() { return 1; } static get c() { return 1; } [d]() {} [e]() {} }\n' +
      'export default function () {}';
    const names = read(text).blocks.map(({ name }) => name);
    expect(names).toEqual([
      'f', 'f()', 'g', 'g(1)', 'g(2)', 'o', 'o.m()', 'o.n.p()', 'o.get q()', 'o.set q()', 'o.r s()',
      'A', 'A.constructor()', 'A.a()', 'A.static a()', 'A.#b()', 'A.get c()', 'A.static get c()', 'A(1)', 'A(2)',
      'default', 'default()', '<effects>',
    ]); // prettier-ignore
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('files that are not modules', () => {
  const specifiers = (text: string, path: string) =>
    read(text, path).imports.map(({ specifier }) => specifier);
  it.each([
    [
      'a.vue',
      '<script setup lang="ts">\nimport A from "./A.vue";\nexport * from `./b`\nconst c = () => import("./c");\n</script><style>@import "./d.css";</style>',
      ['./A.vue', './b', './c', './d.css'],
    ],
    ['a.svelte', '<script>import "./e"; const f = require(\'./f\')</script>', ['./e', './f']],
    ['a.html', '<script type="module" src="/main.ts"></script><a href="/x">', ['/main.ts']],
    [
      'a.css',
      '@import url("b.css"); p { background: url(data:x), url( ./c.png ), url(https://x.y/z) }',
      ['./b.css', './c.png'],
    ],
    ['a.module.css', ".a { composes: b from './c.css'; }", ['./c.css']],
    ['a.scss', "@use 'sass:math'; @use './b.scss';", ['./b.scss', './_b.scss']],
  ])('%s', (path, text, expected) => {
    expect(read(text, path).kind).toBe('whole-file');
    expect(specifiers(text, path)).toEqual(expected);
  });

  it('a Sass partial may leave out its underscore and extension, or belong to a package', () => {
    expect(specifiers("@use 'theme/colors';", 'a.scss')).toEqual(
      expect.arrayContaining(['./theme/_colors.scss', './theme/colors.scss', 'theme/colors']),
    );
    expect(specifiers("@use '~pkg/colors';", 'a.scss')).toEqual(['pkg/colors']);
  });

  it('other files have no imports', () => {
    expect(read('{"a": "./b"}', 'a.json')).toMatchObject({ kind: 'whole-file', imports: [], blocks: [] });
    expect(read("import './x'", 'a.txt').imports).toEqual([]);
  });
});

describe('a module that is loaded after an effect', () => {
  it.each([
    ["run(); import './a';", true],
    ["run(require('./a'));", true],
    ["import './a'; run();", undefined],
    ["import './a'; export const a = () => require('./b');", undefined],
    ["run(); import type { A } from './a';", undefined],
  ])('%s', (text, expected) => {
    expect(read(text, 'a.ts').loadsBetweenEffects).toBe(expected);
  });

  it('has its position among the effects, with the modules that are loaded before', () => {
    const effects = (text: string) =>
      read(text, 'a.ts').blocks.find(({ name }) => name === '<effects>')?.hash;
    const one = "run(); import './a'; import './a.js';";
    expect(effects(`import './b'; ${one}`)).not.toBe(effects(one));
    expect(effects("import './a'; import './b'; run();")).toBe(effects("import './b'; import './a'; run();"));
  });
});
