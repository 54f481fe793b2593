import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertProbes } from './insert-probes';
import { testSyntax } from '../model/model.testing';

const modules = join(__dirname, '../../../../node_modules');
let workspace: TestWorkspace;
beforeAll(() => {
  workspace = createWorkspace({});
});
afterAll(() => workspace[Symbol.dispose]());

/** The scripts of a package that its `require` loads. */
function scriptsIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : scriptsIn(inner);
    return /\.c?js$/.test(entry.name) ? [inner] : [];
  });
}

/** Runs code that gets a package as `library`, after the scripts of the package were replaced by others. */
function outputOf(code: string, name: string, scripts: ReadonlyMap<string, string>): string {
  const runner = workspace.path('run.cjs');
  const exchanged = workspace.path('scripts.json');
  writeFileSync(exchanged, JSON.stringify([...scripts]));
  writeFileSync(
    runner,
    `const scripts = new Map(JSON.parse(require('fs').readFileSync(${JSON.stringify(exchanged)}, 'utf8')));
const Module = require('module');
const { _compile } = Module.prototype;
let used = 0;
Module.prototype._compile = function (text, file, ...rest) {
  if (scripts.has(file)) used++;
  return _compile.call(this, scripts.get(file) ?? text, file, ...rest);
};
const library = require(${JSON.stringify(join(modules, name))});
const result = (${code})(library);
if (used < Math.min(1, scripts.size)) throw new Error('nothing was exchanged');
const marks = [...(globalThis.__nxTestmonSeen?.values() ?? [])].flatMap((one) => [...one]);
if (scripts.size > 0 && !(marks.includes(1) && marks.includes(0))) throw new Error('the probes saw nothing');
console.log(JSON.stringify(result));`,
  );
  return execFileSync(process.execPath, [runner], { encoding: 'utf8', maxBuffer: 100_000_000 });
}

it.each([
  [
    'yaml',
    `(y) => { const text = 'a: [1, {b: !!set {c}}]\\n# d\\ne: &x |\\n  f\\n  g\\nh: *x\\n? - i\\n: j\\n';
      const broken = y.parseDocument('a: [1, {b:\\n- c: d');
      return [y.parse(text), String(y.parseDocument(text)), broken.errors.map(String), y.stringify({ a: [1, { b: 'c\\nd' }] })]; }`,
  ],
  [
    'picomatch',
    `(p) => ['*.js', '!(a|b)/**', '{a,b}/[c-d]?', '+(x)', '**'].map((one) => [p.makeRe(one).source, p.scan(one)])`,
  ],
  [
    'semver',
    `(s) => ['^1.2.3-a', '>=1 <3 || 5.x', '~0.0.1', 'x'].map((one) => [s.validRange(one), s.satisfies('1.9.0', one), s.minVersion(one)])`,
  ],
  ['js-yaml', `(y) => [y.load('a: [1, 2]\\nb: {c: !!binary aGk=}'), y.dump({ a: [{ b: 1 }], c: 'd\\ne' })]`],
])('%s has the same results with probes in all its code', (name, code) => {
  const scripts = scriptsIn(join(modules, name));
  const instrumented = scripts.flatMap((path): [string, string][] => {
    const found = insertProbes(readFileSync(path, 'utf8'), path, path, testSyntax);
    return found ? [[path, found.code]] : [];
  });
  expect(instrumented.length).toBeGreaterThan(0);
  const plain = outputOf(code, name, new Map());
  expect(plain.length).toBeGreaterThan(50);
  expect(outputOf(code, name, new Map(instrumented))).toBe(plain);
});
