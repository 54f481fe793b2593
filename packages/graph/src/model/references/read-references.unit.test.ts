import { describe, expect, it } from 'vitest';
import { block, read } from '../model.testing';

const dependencies = (text: string, path?: string) =>
  read(text, path).blocks.flatMap(({ dependencies }) =>
    dependencies.map(({ kind, specifier }) => `${kind} ${specifier}`),
  );
const fallbackCauses = (text: string) => [...new Set(read(text).blocks.flatMap((one) => one.fallbackCauses))];
const marks = { value: '', heritage: '^', 'instance-check': '?' };
const referenceTexts = (text: string, name: string, path?: string) =>
  block(read(text, path), name).references.map((one) =>
    [one.name, one.member, marks[one.use]].filter(Boolean).join('.'),
  );

describe('references', () => {
  const top = "import { a, b, B, c } from './x'; import * as ns from './ns'; import d from './d';\n";
  it.each([
    ['values', 'f(a, b + 1, [c], { k: d });', ['a', 'b', 'c', 'd']],
    ['shorthands, not keys', 'f({ a, b: 1 }, x.c, { d() {} });', ['a']],
    ['defaults of patterns, not their names', 'const { a: x = b } = f();', []],
    ['members of namespaces', 'ns.one; ns?.two(); ns["three"]; f(ns);', ['ns.one', 'ns.two', 'ns']],
    [
      'members that a pattern reads',
      "f(() => { const { one, two: x = a, 'three': y } = ns; });",
      ['a', 'ns.one', 'ns.two', 'ns.three'],
    ],
    [
      'all members that a pattern may read',
      'f(() => { const { one, ...x } = ns; const { [a]: y } = ns; });',
      ['ns', 'a'],
    ],
    ['members of other names', 'a.b.c();', ['a']],
    ['heritage', 'f(class extends B {}, class extends ns.B {});', ['B.^', 'ns.B']],
    ['checks of instances', 'f(a instanceof B, b instanceof (c as any));', ['a', 'B.?', 'b', 'c.?']],
    ['checks with computed classes', 'f(a instanceof B.c, b instanceof d());', ['a', 'B', 'b', 'd']],
    ['no labels', 'a: for (;;) { break a; }', []],
    ['no types', 'f(x as a, y<b>()); let z: typeof c;', []],
    ['template substitutions and tags', 'a`${b}`;', ['a', 'b']],
    ['decorators', 'f(class { @a m(@b x) {} });', ['a', 'b']],
    ['computed keys', 'f({ [a]: 1 }, class { [b]() {} });', ['a', 'b']],
    ['assignments', 'a.x = 1; [b] = []; ({ c } = {});', ['a', 'b', 'c']],
  ])('%s', (_, text, expected) => {
    const effects = text.startsWith('const') ? 'x' : '<effects>';
    expect(referenceTexts(top + text, effects)).toEqual(text.startsWith('const') ? ['b'] : expected);
  });

  it('JSX refers to components and the classic factory, but not to HTML elements', () => {
    const text =
      "import React from 'react'; import { Tag } from './x'; import * as ui from './ui';\nconst div = 1;\nexport const f = () => <div a={1}><Tag /><ui.Box /></div>;";
    expect(referenceTexts(text, 'f()', 'a.tsx').sort()).toEqual(['React', 'Tag', 'ui', 'ui.Box']);
    expect(read(text, 'a.tsx').imports.map(({ kind }) => kind)).toEqual(['value', 'value', 'value']);
  });

  it('JSX refers to the factory that a pragma names, and its import is kept', () => {
    const text = "/** @jsx create */\nimport { create } from './create';\nexport const f = () => <p />;";
    expect(referenceTexts(text, 'f()', 'a.tsx')).toEqual(['create']);
    expect(read(text, 'a.tsx').imports).toEqual([{ specifier: './create', kind: 'value' }]);
  });

  it('JSX refers to every import that is not a type, because a tsconfig may name any of them as the factory', () => {
    const text =
      "import { element } from './element'; import { other } from './other'; import { Props } from './props';\nexport const f = (props: Props) => <p />;\nexport const g = () => other();";
    expect(referenceTexts(text, 'f()', 'a.tsx').sort()).toEqual(['element', 'other']);
    expect(referenceTexts(text, 'g()', 'a.tsx')).toEqual(['other']);
    expect(read(text, 'a.tsx').imports.map(({ kind }) => kind)).toEqual(['value', 'value', 'elidable']);
    expect(referenceTexts(text.replace(': Props', ''), 'f()', 'a.jsx').sort()).toContain('element');
  });

  it('a block refers to itself only if its code does', () => {
    const model = read(
      'export function f() { return g(); } function g() { return g(); } class A { m() { return this.n(); } n() {} }',
    );
    expect(block(model, 'f').references).toEqual([]);
    expect(block(model, 'f()').references).toEqual([{ name: 'g', use: 'value' }]);
    expect(block(model, 'g()').references).toEqual([{ name: 'g', use: 'value' }]);
    expect(block(model, 'A.m()').references).toEqual([]);
  });
});

describe('dependencies', () => {
  it.each([
    ["const f = () => import('./a');", ['import ./a']],
    ['const f = () => import(`./a`);', ['import ./a']],
    ["const f = () => import('./a', { with: { type: 'json' } });", ['import ./a']],
    ["const f = () => require('./a');", ['import ./a']],
    ["const f = () => module.require('./a');", ['import ./a']],
    ["const f = () => require.resolve('./a');", ['import ./a']],
    ["const f = () => import.meta.resolve('./a');", ['import ./a']],
    ["const NAME = 'pkg'; const f = () => require(NAME);", ['import pkg']],
    ["const f = () => { const name = 'pkg'; return import(`${name}/x`); };", ['import pkg/x']],
    ["const A = 'b'; const B = `${A}/c`; const f = () => import(B + '.js');", ['import b/c.js']],
    [
      "import { createRequire } from 'node:module'; const a = createRequire(import.meta.url)('./b.cjs');",
      ['import ./b.cjs'],
    ],
    ["vi.mock('./a');", ['mock ./a']],
    ["vi.mock(import('./a'), () => ({}));", ['mock ./a']],
    ["jest.mock('./a').mock('./b');", ['mock ./b', 'mock ./a']],
    ["import * as v from 'vitest'; v.vi.doMock('./a');", ['mock ./a']],
    ["import { jest as j } from '@jest/globals'; j.unstable_mockModule('./a', f);", ['mock ./a']],
    ["const f = () => vi.importActual<typeof import('./a')>('./a');", ['mock ./a', 'import ./a']],
    ["const f = import.meta.glob('./a/*.ts', { eager: true });", ['glob ./a/*.ts']],
    ["const f = import.meta.glob(['./a/*.ts', '!./b.ts']);", ['glob ./a/*.ts', 'glob !./b.ts']],
    ["const f = new URL('data', import.meta.url);", ['asset data']],
    ["const f = new URL('https://a.b/c', x);", []],
    [
      "const f = ['./a', '..', 'a/b.json', 'x.txt', 'word', 'two words.txt', './two words', 'a//b.c'];",
      ['asset ./a', 'asset ..', 'asset a/b.json', 'asset x.txt'],
    ],
  ])('%s', (text, expected) => {
    expect(dependencies(text)).toEqual(expected);
  });
});

describe('causes of a fallback', () => {
  it.each([
    ['computed-import', 'const f = (x) => import(x);'],
    ['computed-import', 'const f = (x) => import(`./${x}`);'],
    ['computed-import', "let name = 'a'; const f = () => import(name);"],
    ['computed-import', "const name = 'a'; const f = (name) => import(name);"],
    ['computed-import', "const name = 'a'; const f = ({ name }) => import(name);"],
    ['computed-import', "const name = 'a'; const f = () => { for (const name of names) import(name); };"],
    ['computed-import', "const name = 'a'; const f = () => { try { g(); } catch (name) { import(name); } };"],
    ['computed-import', 'const name = name; const f = () => import(name);'],
    ['computed-import', 'const { name } = g(); const f = () => import(name);'],
    ['computed-import', 'const f = (x) => require(x);'],
    ['computed-import', 'const f = g(require);'],
    ['computed-import', 'const f = require.resolve(x);'],
    ['computed-mock', 'vi.mock(x);'],
    ['computed-mock', 'const f = import.meta.glob(x);'],
    [
      'computed-import',
      "import { createRequire } from 'module'; export const load = createRequire(import.meta.url);",
    ],
    ['changes-loading', "import Module from 'node:module'; Module._load('x');"],
    ['changes-loading', "import proxyquire from 'proxyquire'; const f = () => proxyquire('./a', {});"],
    ['starts-process', "import { spawn } from 'child_process'; const f = () => spawn('a');"],
    ['starts-process', "import * as cp from 'node:child_process'; const f = () => cp.exec('a');"],
    ['starts-process', "const { fork } = require('child_process'); const f = () => fork('a');"],
    ['starts-process', "const f = async () => (await import('execa')).execa('a');"],
    ['starts-worker', "const f = () => new Worker('./a.js');"],
    ['starts-worker', "const f = () => new globalThis.SharedWorker('./a.js');"],
    ['starts-process', "export { execa } from 'execa';"],
    ['starts-process', "import { spawn } from 'child_process'; export { spawn };"],
    ['starts-process', "export * from 'execa';"],
    ['starts-process', "import 'zx/globals';"],
    ['evaluates-code-in-scope', "const f = () => eval('1');"],
    ['evaluates-code-in-scope', "const f = () => (0, eval)('1');"],
    ['evaluates-code', "const f = new Function('return 1');"],
    ['evaluates-code', "import vm from 'node:vm'; const f = () => vm.runInThisContext('1');"],
  ])('%s: %s', (cause, text) => {
    expect(fallbackCauses(text)).toEqual([cause]);
  });

  it.each([
    ["import type { ChildProcess } from 'child_process'; const f = (x: ChildProcess) => x;"],
    [
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const a = require('./a');",
    ],
    ["import { builtinModules } from 'node:module'; const f = builtinModules;"],
    ["const f = typeof require === 'undefined' || require.main === module;"],
    ["vi.mock('node:child_process', () => ({}));"],
    ['const f = (x) => x instanceof Function;'],
  ])('there is none in %s', (text) => {
    expect(fallbackCauses(text)).toEqual([]);
  });

  it('belong to the block that contains them, and to re-exports of child_process', () => {
    const model = read(
      "import { spawn } from 'child_process';\nexport const f = () => spawn('a');\nexport const g = () => 1;\nexport { exec } from 'child_process';",
    );
    expect(block(model, 'f()').fallbackCauses).toEqual(['starts-process']);
    expect(block(model, 'g()').fallbackCauses).toEqual([]);
    const target = model.exports['exec']!;
    expect(target.kind).toBe('local');
    expect(block(model, model.declarations[target.name]!).fallbackCauses).toEqual(['starts-process']);
    expect(model.bindings[target.name]).toEqual({ specifier: 'child_process', name: 'exec' });
  });
});

describe('a module may read files', () => {
  it.each([
    ['const f = () => __dirname;'],
    ['const f = () => __dirname.length;'],
    ['const f = () => import.meta.dirname;'],
    ["const f = () => require.resolve('./a');"],
    ['const f = () => process.cwd();'],
    ["import fs from 'fs';"],
    ["import { glob } from 'tinyglobby';"],
    ["const f = () => import('node:fs/promises');"],
  ])('%s', (text) => expect(read(text).readsFiles).toBe(true));

  it.each([
    ['const f = () => import.meta.env.MODE;'],
    ['if (import.meta.vitest) { f(); }'],
    ["import type { Stats } from 'fs';"],
    ["import { vol } from 'memfs';"],
  ])('but not by %s', (text) => expect(read(text).readsFiles).toBe(false));
});
