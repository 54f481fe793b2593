import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleText } from '@nx-testmon/core';
import { systemEnvironment } from '@nx-testmon/testing';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { afterEach, expect, it } from 'vitest';
import { nodeTestRunner } from './node-test-runner';

let app: RunnerWorkspace | undefined;
afterEach(() => app?.dispose());

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: nodeTestRunner.syntax,
};

const shapes = `import { other } from './other.mjs';
// A comment.
export const add = (a: number) => a + 1;
export const object = () => ({ a: other() });
export function pick(n: number): string {
  if (n > 1) return 'a';
  else if (n === 0) return other();
  // Another: é.
  return n ? 'b' : (other(), 'c');
}
export class Point {
  #x = (): number => 1;
  static async of() { return new Point(); }
  get x() { return this.#x() ? 1 : 2; }
}
`;
const files = {
  'package.json': JSON.stringify({
    name: 'app',
    scripts: { test: 'node --experimental-strip-types --no-warnings --test' },
  }),
  'shapes.mts': shapes,
  'other.mjs': `export const other = () => 'o';\n`,
  'texts.test.mjs': `import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { Worker } from 'node:worker_threads';
import test from 'node:test';
import * as shapes from './shapes.mts';
import { other } from './other.mjs';
import assert from 'node:assert';
test('texts', async () => {
  const functions = [...Object.values(shapes), shapes.Point.of, Object.getOwnPropertyDescriptor(shapes.Point.prototype, 'x').get];
  const texts = functions.map((one) => [String(one), Function.prototype.toString.call(one), format('%s', one), '' + one]);
  writeFileSync(process.env.TEXTS, JSON.stringify(texts, null, 1));
  const worker = new Worker('process.exitCode = (' + shapes.add + ')(41)', { eval: true });
  assert.equal(await new Promise((resolve) => worker.on('exit', resolve)), 42);
  assert.equal(Function.prototype.toString.toString(), 'function toString() { [native code] }');
});`,
  'keys.test.mjs': `import test from 'node:test';
import assert from 'node:assert';
const names = [Object.keys(globalThis), Reflect.ownKeys(globalThis).length];
test('globals', async () => {
  (await import('./other.mjs')).other();
  assert.deepEqual([Object.keys(globalThis), Reflect.ownKeys(globalThis).length], names);
});`,
};

it('the text of a function is the same as without probes, whether or not Node strips types', async () => {
  app = await createRunnerWorkspace('node:test', files);
  const textsWith = async (name: string, collects: boolean) => {
    const file = join(app!.root, name);
    const run = await app!.run({
      env: { ...systemEnvironment, CI: 'true', NO_COLOR: '1', TEXTS: file },
      ...(collects ? { probes } : {}),
    });
    expect(outcomes(run), run.output).toEqual(['keys.test.mjs: passed', 'texts.test.mjs: passed']);
    return { run, texts: readFileSync(file, 'utf8') };
  };
  const plain = await textsWith('plain.json', false);
  const { run, texts } = await textsWith('texts.json', true);
  expect(texts).toBe(plain.texts);
  const collected = Object.fromEntries(run.results.map((one) => [one.testFile.path, one.collected]));
  expect(collected['packages/app/texts.test.mjs']!['packages/app/shapes.mts']).toContain(moduleText);
  expect(collected['packages/app/texts.test.mjs']!['packages/app/other.mjs']).not.toContain(moduleText);
});
