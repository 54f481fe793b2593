import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleText } from '@nx-testmon/core';
import { outcomes } from '@nx-testmon/testing/runner-workspace';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: vitestRunner.syntax,
};

const shapes = `import { other } from './other';
// A comment.
export const add = (a: number) => a + 1;
export const object = () => ({ a: other() });
export const member = () => ({}).constructor;
export function pick(n: number) {
  if (n > 1) return 'a';
  else if (n === 0) return other();
  return n ? 'b' : (other(), 'c');
}
export function empty() {}
export async function* later(kind: 'a' | 'b') {
  // Another.
  switch (kind) { case 'a': yield 1; break; case 'b': { yield 2; } default: }
  try { await other(); } catch { return; }
  for (const one of [1, 2]) if (one) continue; else break;
}
export class Point {
  #x = () => 1;
  static async of() { return new Point(); }
  get x() { return this.#x() ? 1 : 2; }
  ['computed']() { if (this.x) { return } }
  constructor() { label: { if (this) break label; } }
}
`;
/** Writes the texts of all functions to a file, under a name from the environment. */
const readsTexts = `import { expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import * as shapes from './shapes';
import * as plain from './plain';
test('texts', () => {
  const methods = [shapes.Point.of, Point('x').get, Point('computed').value];
  function Point(name) { return Object.getOwnPropertyDescriptor(shapes.Point.prototype, name); }
  const functions = [...Object.values(shapes), ...methods, plain.half, Math.max, (function () {}).bind(null), new Proxy(shapes.add, {})];
  const texts = functions.map((one) => [String(one), Function.prototype.toString.call(one), \`\${one}\`, format('%s', one), '' + one]);
  writeFileSync(process.env.TEXTS, JSON.stringify(texts, null, 1));
  expect(new Function(\`return (\${shapes.add})(1)\`)()).toBe(2);
  const { toString } = Function.prototype;
  expect(toString.toString()).toBe('function toString() { [native code] }');
  expect([toString.name, toString.length, 'prototype' in toString]).toEqual(['toString', 0, false]);
  expect(Object.getOwnPropertyDescriptor(Function.prototype, 'toString')).toMatchObject({ enumerable: false, writable: true, configurable: true });
  expect(() => toString.call({})).toThrow(TypeError);
});`;
const files = {
  'vitest.config.mjs': 'export default {};',
  'src/shapes.ts': shapes,
  'src/other.ts': `export function other() { return 'o'; }\n`,
  'src/plain.js': `// Not transformed.\nexport function half(a) { /* here */ if (a) return a / 2 }\n`,
  'src/texts.test.ts': readsTexts,
  'src/calls.test.ts': `import { expect, test } from 'vitest';\nimport { add } from './shapes';\ntest('calls', () => { expect(add(1)).toBe(2); });`,
  'src/keys.test.ts': `import { expect, test } from 'vitest';
const names = [Object.keys(globalThis), Reflect.ownKeys(globalThis).length];
test('globals', async () => {
  (await import('./shapes')).add(1);
  expect([Object.keys(globalThis), Reflect.ownKeys(globalThis).length]).toEqual(names);
});`,
};

describe.each(installations)('the text of a function with Vitest $version', ({ folder }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => workspace?.dispose());

  const textsOf = async (app: TemporaryWorkspace, name: string, pool: string, collects: boolean) => {
    const file = join(app.root, name);
    const run = await runApp(app, {
      ...(collects ? { probes } : {}),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true', NO_COLOR: '1', TEXTS: file },
      runnerArguments: [`--pool=${pool}`],
    });
    expect(outcomes(run), run.output).toEqual([
      'src/calls.test.ts: passed',
      'src/keys.test.ts: passed',
      'src/texts.test.ts: passed',
    ]);
    return { run, texts: readFileSync(file, 'utf8') };
  };

  it.each(['threads', 'vmForks'])(
    'is the same as without probes, and its module counts as a whole, in the pool %s',
    async (pool) => {
      workspace = temporaryWorkspace(folder, files);
      const plain = await textsOf(workspace, 'plain.json', pool, false);
      const { run, texts } = await textsOf(workspace, 'texts.json', pool, true);
      expect(texts).toBe(plain.texts);
      const marked = run.results.map(({ testFile, collected = {} }) => [
        testFile.path.slice('packages/app/src/'.length),
        Object.keys(collected).filter((path) => collected[path]!.includes(moduleText)).length,
      ]);
      const all: Record<string, unknown> = Object.fromEntries(marked);
      expect(all['texts.test.ts']).toBe(2);
      expect(all['calls.test.ts']).toBe(0);
    },
  );

  it.each(['forks', 'vmThreads'])('counts if positions in it are read, in the pool %s', async (pool) => {
    workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': 'export default {};',
      'src/log.ts': `export function where() {\n  return new Error().stack!.split('\\n')[2]!.match(/(\\w+\\.ts):(\\d+)/)!.slice(1).join(':');\n}\n`,
      'src/use.ts': `import { where } from './log';\nexport function use() {\n  return where();\n}\n`,
      // The expected error has a stack that is not read.
      'src/other.ts': `export function other() { throw new Error('no'); }\nexport async function later() { other(); }\n`,
      'src/use.test.ts': `import { expect, test } from 'vitest';\nimport { use } from './use';\nimport { later, other } from './other';\ntest('use', async () => { expect(() => other()).toThrow('no'); await expect(later()).rejects.toThrow(/no/); try { other() } catch (error) { expect(error).toEqual(new Error('no')) } expect(use()).toBe('use.ts:3'); });`,
    });
    const run = await runApp(workspace, { probes, runnerArguments: [`--pool=${pool}`] });
    expect(outcomes(run), run.output).toEqual(['src/use.test.ts: passed']);
    const { collected = {} } = run.results[0]!;
    const read = Object.keys(collected).filter((path) => collected[path]!.includes(moduleText));
    expect(read.sort()).toEqual(['packages/app/src/log.ts', 'packages/app/src/use.ts']);
  });

  it('is the same as without probes after plugins of the user', async () => {
    workspace = temporaryWorkspace(folder, {
      ...files,
      'vitest.config.mjs': `export default { plugins: [{ name: 'own', transform: (code, id) => id.endsWith('shapes.ts') ? code.replaceAll('yield', 'yield 3 +') : undefined }] };`,
    });
    const plain = await textsOf(workspace, 'plain.json', 'forks', false);
    expect(plain.texts).toContain('3 +');
    expect((await textsOf(workspace, 'texts.json', 'forks', true)).texts).toBe(plain.texts);
  });
});
