import type { BlockModel, ModuleModel } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { readModuleModel } from './index';
import { testSyntax } from './model.testing';

const read = (text: string, path = 'src/a.ts') => readModuleModel(text, path, testSyntax);
const names = (model: ModuleModel) => model.blocks.map(({ name }) => name);
const block = (model: ModuleModel, name: string): BlockModel => {
  const found = model.blocks.find((one) => one.name === name);
  if (!found) throw new Error(`no block ${name} in ${names(model).join(', ')}`);
  return found;
};
const hashes = (text: string, path?: string) =>
  Object.fromEntries(read(text, path).blocks.map(({ name, hash }) => [name, hash]));
/** The blocks that an edit changes, adds or removes. */
const changed = (before: string, after: string, path?: string) => {
  const [one, other] = [hashes(before, path), hashes(after, path)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => one[name] !== other[name])
    .sort();
};

describe('edits that change no block', () => {
  const source =
    'export function f(a, b) {\n  return a + b;\n}\nexport class A {\n  x = 1;\n  m() { return this.x; }\n}\n';
  it.each([
    ['comments', source.replace('return a', '/* sum */ return a').replace('x = 1', '// one\n  x = 1')],
    ['white space and line ends', source.replaceAll('\n', '\r\n').replaceAll('  ', '\t')],
    ['a byte order mark', `\uFEFF${source}`],
    ['a hash bang', `#!/usr/bin/env node\n${source}`],
    [
      'types',
      source.replace('f(a, b)', 'f<T>(a: T, b?: number): number').replace('x = 1', 'readonly x: number = 1'),
    ],
    ['interfaces and type aliases', `interface I { a: string }\ntype T = I;\n${source}`],
    ['accessibility', source.replace('m()', 'public m()')],
  ])('%s', (_, edited) => {
    expect(edited).not.toBe(source);
    expect(hashes(edited)).toEqual(hashes(source));
  });

  it('type assertions in another block', () => {
    const edited = source.replace('return a + b', 'return (a as number)! + (b satisfies number)');
    expect(edited).not.toBe(source);
    expect(hashes(edited)['A']).toBe(hashes(source)['A']);
  });
});

describe('edits that change a block', () => {
  it.each([
    ['an operator', 'f = () => a + b', 'f = () => a - b'],
    ['a prefix operator', 'f = () => -a', 'f = () => +a'],
    ['a postfix operator', 'f = () => a++', 'f = () => a--'],
    ['a literal', 'f = () => 1', 'f = () => 2'],
    ['a text', "f = () => 'a'", "f = () => 'b'"],
    ['a template', 'f = () => `a${b}`', 'f = () => `c${b}`'],
    ['a regular expression', 'f = () => /a/g', 'f = () => /a/i'],
    ['an identifier', 'f = () => a', 'f = () => b'],
    ['async', 'f = () => a', 'f = async () => a'],
    ['optional chaining', 'f = () => a.b', 'f = () => a?.b'],
    ['an optional call', 'f = () => a()', 'f = () => a?.()'],
    ['a negation', 'f = () => a', 'f = () => !a'],
    ['import.meta and new.target', 'f = () => import.meta', 'f = function () { return new.target; }'],
    ['a default parameter', 'f = (a = 1) => a', 'f = (a = 2) => a'],
    ['a generator', 'f = function () {}', 'f = function* () {}'],
  ])('%s', (_, before, after) => {
    expect(changed(`export const ${before};`, `export const ${after};`)).not.toEqual([]);
  });

  it('const, let and var differ', () => {
    expect(changed('export const a = 1;', 'export let a = 1;')).toEqual(['a']);
    expect(changed('export let a = 1;', 'export var a = 1;')).toEqual(['a']);
  });

  it('JSX text, attributes and elements count', () => {
    const jsx = (inner: string) => `export const f = () => <p id="a">${inner}</p>;`;
    expect(changed(jsx('one'), jsx('two'), 'a.tsx')).toEqual(['f()']);
    expect(changed(jsx('one'), jsx('one').replace('id="a"', 'id="b"'), 'a.tsx')).toEqual(['f()']);
  });

  it('a constructor parameter that becomes a field counts, but not its accessibility', () => {
    const one = (parameter: string) => `export class A { constructor(${parameter}) {} }`;
    expect(changed(one('x'), one('private x'))).not.toEqual([]);
    expect(changed(one('public x'), one('private readonly x'))).toEqual([]);
  });
});

describe('blocks', () => {
  it('editing a body changes only the body', () => {
    const source =
      'export class A {\n  one() { return 1; }\n  two() { return 2; }\n}\nexport function f() { return 3; }';
    expect(changed(source, source.replace('return 1', 'return 9'))).toEqual(['A.one()']);
    expect(changed(source, source.replace('return 3', 'return 9'))).toEqual(['f()']);
  });

  it('adding a member changes the members of the class', () => {
    expect(changed('class A { a() {} }', 'class A { a() {} b() {} }')).toEqual(['A.<members>', 'A.b()']);
  });

  it('are named for accessors, static members, constructors, fields and methods of objects', () => {
    const model = read(
      'class A { constructor() {} get x() { return 1; } static s() {} h = () => 1; }\nconst o = { m() {}, n: () => 2 };',
    );
    expect(names(model)).toEqual([
      'A',
      'A.<members>',
      'A.constructor()',
      'A.get x()',
      'A.static s()',
      'A.h()',
      'o',
      'o.m()',
      'o.n()',
    ]);
  });

  it('contain all names of a pattern, and all overloads', () => {
    const model = read(
      'export const { a, b: [c] } = load();\nfunction f(x: string): void;\nfunction f(x: number): void;\nfunction f(x) {}',
    );
    expect(model.declarations).toEqual({ a: 'a', c: 'a', f: 'f' });
    expect(names(model)).toEqual(['a', 'f', 'f()', '<effects>']);
  });

  it('the block of effects contains their order, including declarations with effects', () => {
    const one = 'start();\nexport const a = make();';
    const other = 'export const a = make();\nstart();';
    expect(changed(one, other)).toEqual(['<effects>']);
  });
});

describe('effects of loading', () => {
  it.each([
    ['no', 'const a = 1;'],
    ['no', 'const a = [1, { b: () => call() }];'],
    ['no', 'function a() { call(); }'],
    ['no', 'class a { m() { call(); } x = call(); }'],
    ['no', 'enum a { One, Two = 2 }'],
    ['no', 'let a;'],
    ['reads', "import { other } from './o'; const a = other;"],
    ['reads', "import { f, g } from './o'; const a = { f, g };"],
    ['shape', "import { Base } from './o'; class a extends Base {}"],
    ['yes', 'const a = call();'],
    ['yes', 'const a = new A();'],
    ['yes', 'const a = b.c;'],
    ['yes', 'const a = { ...b };'],
    ['yes', 'const a = `${b}`;'],
    ['yes', 'const a = b + 1;'],
    ['yes', 'const a = tag`x`;'],
    ['yes', 'class a extends mixin(Base) {}'],
    ['yes', 'class a { static x = call(); }'],
    ['yes', 'class a { static { call(); } }'],
    ['yes', '@decorate class a {}'],
    ['yes', 'class a { @decorate m() {} }'],
    ['yes', 'class a { [name()]() {} }'],
    ['yes', 'namespace a { export const b = 1; }'],
    ['yes', 'enum a { One = call() }'],
  ])('%s: %s', (eager, text) => {
    expect(block(read(text), 'a').eager).toBe(eager);
  });
});

describe('names', () => {
  it('distinguishes local exports, hops, namespaces and stars', () => {
    const model = read(
      "import { a, b as c } from './a';\nexport { a, c as d };\nexport { e } from './e';\nexport * as ns from './ns';\nexport * from './star';\nexport const f = 1;\nexport default class {}",
    );
    expect(model.exports).toEqual({
      a: { kind: 'hop', specifier: './a', name: 'a' },
      d: { kind: 'hop', specifier: './a', name: 'b' },
      e: { kind: 'hop', specifier: './e', name: 'e' },
      ns: { kind: 'hop', specifier: './ns', name: '*' },
      f: { kind: 'local', name: 'f' },
      default: { kind: 'local', name: 'default' },
    });
    expect(model.stars).toEqual(['./star']);
  });

  it('are imported as values, types, or elidable imports if unused', () => {
    const model = read(
      "import './effect';\nimport type { T } from './type';\nimport { U } from './unused';\nimport { v } from './value';\nexport type { W } from './w';\nexport const a = () => v as U;",
    );
    expect(model.imports.map(({ specifier, kind }) => `${kind} ${specifier}`)).toEqual([
      'value ./effect',
      'type ./type',
      'elidable ./unused',
      'value ./value',
      'type ./w',
    ]);
  });

  it('references include members, shorthands, JSX tags, namespaces and heritage', () => {
    const model = read(
      "import * as ns from './ns';\nimport { Base, Tag, short, dec } from './b';\nclass A extends Base { m() { return [<Tag />, { short }, ns.one, ns]; } }",
      'a.tsx',
    );
    expect(block(model, 'A').references).toContainEqual({ name: 'Base', use: 'heritage' });
    expect(block(model, 'A.m()').references).toEqual(
      expect.arrayContaining([
        { name: 'Tag', use: 'value' },
        { name: 'short', use: 'value' },
        { name: 'ns', use: 'value', member: 'one' },
        { name: 'ns', use: 'value' },
      ]),
    );
  });

  it('may be those of Object.prototype, also as JSON', () => {
    const model = read(
      "import { constructor } from './a';\nexport function toString() { return constructor; }\nexport const __proto__ = 1;",
    );
    const again = JSON.parse(JSON.stringify(model)) as ModuleModel;
    expect(again).toEqual(model);
    expect(Object.hasOwn(again.exports, '__proto__')).toBe(true);
    expect(block(again, 'toString()').references).toEqual([{ name: 'constructor', use: 'value' }]);
  });
});

describe('literal dependencies of a block', () => {
  const dependencies = (text: string) =>
    read(text).blocks.flatMap((one) => one.dependencies.map(({ kind, specifier }) => `${kind} ${specifier}`));
  it.each([
    ["const a = () => import('./lazy');", 'import ./lazy'],
    ["const a = () => require('./cjs');", 'import ./cjs'],
    ["const a = require.resolve('pkg/x');", 'import pkg/x'],
    ["vi.mock('./m', () => ({}));", 'mock ./m'],
    ["vi.mock(import('./m'));", 'mock ./m'],
    ["import { vi as v } from 'vitest';\nv.importActual('./m');", 'mock ./m'],
    ["const a = import.meta.glob(['./x/*.ts']);", 'glob ./x/*.ts'],
    ['const a = (name) => import(`./doors/${name}.ts`);', 'names ./doors/*.ts'],
    ["const a = (name) => require('./doors/' + name + extension);", 'names ./doors/*'],
    ["const a = new URL('./data.txt', import.meta.url);", 'asset ./data.txt'],
    ["const a = () => read('fixtures/a.json');", 'asset fixtures/a.json'],
  ])('%s', (text, expected) => {
    expect(dependencies(text)).toContain(expected);
  });

  it.each([
    ['computed-import', 'const a = (name) => import(name);'],
    ['computed-import', 'const a = (name) => require(`./${name}`);'],
    ['computed-mock', 'vi.mock(name);'],
    ['computed-mock', 'const a = import.meta.glob(name);'],
    ['changes-loading', "import { register } from 'node:module';\nregister('./hooks.mjs');"],
    ['changes-loading', "import { createJiti } from 'jiti';\nexport const a = createJiti(import.meta.url);"],
    ['evaluates-code', "import vm from 'node:vm';\nexport const a = () => vm.runInThisContext('1');"],
    ['starts-worker', "import { Tinypool } from 'tinypool';\nexport const a = new Tinypool();"],
    [
      'starts-process',
      "import { Worker } from 'node:worker_threads';\nexport const a = () => new Worker('./a.mjs');",
    ],
    ['starts-process', "import { spawn } from 'node:child_process';\nexport const a = () => spawn('ls');"],
    ['starts-worker', "const a = () => new Worker('x');"],
    ['starts-process', "const a = async () => (await import('worker_threads')).parentPort;"],
    ['evaluates-code-in-scope', "const a = () => eval('1');"],
    ['evaluates-code', "const a = new Function('return 1');"],
  ])('falls back to the whole project because of %s: %s', (cause, text) => {
    expect(read(text).blocks.flatMap(({ fallbackCauses }) => fallbackCauses)).toContain(cause);
  });

  it('detects modules that may read files', () => {
    expect(read('export const a = () => __dirname;').readsFiles).toBe(true);
    expect(
      read("import { readFileSync } from 'node:fs';\nexport const a = () => readFileSync;").readsFiles,
    ).toBe(true);
    expect(read('export const a = () => import.meta.env.MODE;').readsFiles).toBe(false);
  });
});

describe('files that are not modules', () => {
  it('are one block with the reason, and with the imports that the text seems to contain', () => {
    const model = read("import { a } from './a';\nexport const = ;");
    expect(model).toMatchObject({ kind: 'whole-file', imports: [{ specifier: './a', kind: 'value' }] });
    expect(model.parseError).toMatch(/expected/i);
  });

  it('have the imports of components and style sheets', () => {
    const specifiers = (text: string, path: string) =>
      read(text, path).imports.map(({ specifier }) => specifier);
    expect(specifiers("<script setup>import { a } from './a'</script>", 'a.vue')).toEqual(['./a']);
    expect(specifiers("@import './b.css'; p { background: url(./c.png) }", 'a.css')).toEqual([
      './b.css',
      './c.png',
    ]);
  });

  it('pragmas of test runners count', () => {
    // Split into two parts, because Vitest would read it as a pragma of this file.
    const pragma = ['@vitest', 'environment jsdom'].join('-');
    expect(read(`// ${pragma}\ntest();`).pragmas).toEqual([pragma]);
  });
});
