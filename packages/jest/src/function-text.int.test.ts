import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleText } from '@nx-testmon/core';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { afterEach, describe, expect, it } from 'vitest';
import { jestRunner } from './jest-runner';

let app: RunnerWorkspace | undefined;
afterEach(() => app?.dispose());

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: jestRunner.syntax,
};

const shapes = `const { other } = require('./other');
// A comment.
const add = (a) => a + 1;
const object = () => ({ a: other() });
function pick(n) {
  if (n > 1) return 'a';
  else if (n === 0) return other();
  // Another.
  return n ? 'b' : (other(), 'c');
}
function empty() {}
class Point {
  #x = () => 1;
  static async of() { return new Point(); }
  get x() { return this.#x() ? 1 : 2; }
  constructor() { label: { if (this) break label; } }
}
module.exports = { add, object, pick, empty, Point };
`;
const readsTexts = `const { writeFileSync } = require('fs');
const { format } = require('util');
const shapes = require('./shapes');
test('texts', () => {
  const functions = [...Object.values(shapes), shapes.Point.of, Object.getOwnPropertyDescriptor(shapes.Point.prototype, 'x').get];
  const texts = functions.map((one) => [String(one), Function.prototype.toString.call(one), format('%s', one), '' + one]);
  writeFileSync(TEXTS, JSON.stringify([...texts, texts.flat().map((one) => one.length), inSetup], null, 1));
  expect(new Function('return (' + shapes.add + ')(1)')()).toBe(2);
  const { toString } = Function.prototype;
  expect(Object.getPrototypeOf(toString)).toBe(Function.prototype);
  expect(toString.toString()).toBe('function toString() { [native code] }');
});`;
const files = {
  'shapes.js': shapes,
  'other.js': `const other = () => 'o';\nmodule.exports = { other };\n`,
  'setup.js': `globalThis.inSetup = String(require('./shapes').add);`,
  'texts.test.js': readsTexts,
  'calls.test.js': `test('calls', () => { expect(require('./other').other()).toBe('o'); });`,
  'keys.test.js': `const names = [Object.keys(globalThis), Reflect.ownKeys(globalThis).length];
test('globals', () => {
  jest.resetModules();
  require('./other').other();
  expect([Object.keys(globalThis), Reflect.ownKeys(globalThis).length]).toEqual(names);
});`,
};

describe.each(['jest 29', 'jest 30'] as const)('the text of a function with %s', (runner) => {
  it('counts if positions in it are read', async () => {
    app = await createRunnerWorkspace(runner, {
      'jest.config.json': '{}',
      'log.js': `function where() { return new Error().stack.split('\\n')[2].match(/(\\w+\\.js):(\\d+)/).slice(1).join(':'); }\nmodule.exports = { where };\n`,
      'use.js': `const { where } = require('./log');\nfunction use() {\n  return where();\n}\nmodule.exports = { use };\n`,
      // The expected error has a stack that is not read.
      'other.js': `function other() { throw new Error('no'); }\nasync function later() { other(); }\nmodule.exports = { other, later };\n`,
      'use.test.js': `const { later, other } = require('./other');\ntest('use', async () => { expect(() => other()).toThrow('no'); await expect(later()).rejects.toThrow(/no/); expect(require('./use').use()).toBe('use.js:3'); });`,
    });
    const run = await app.run({ probes });
    expect(outcomes(run), run.output).toEqual(['use.test.js: passed']);
    const { collected = {} } = run.results[0]!;
    const read = Object.keys(collected).filter((path) => collected[path]!.includes(moduleText));
    expect(read.sort()).toEqual(['packages/app/log.js', 'packages/app/use.js']);
  });

  it.each([
    ['Babel', {}],
    ['no transformer', { transform: {} }],
    ['SWC', { transform: { '\\.js$': '@swc/jest' } }],
  ])('is the same as without probes if modules are compiled by %s', async (_, options) => {
    const textsWith = async (name: string, collects: boolean) => {
      const file = join(app!.root, name);
      app!.write({
        'jest.config.json': JSON.stringify({
          ...options,
          setupFiles: ['./setup.js'],
          globals: { TEXTS: file },
        }),
      });
      // The second time, compiled modules come from the cache.
      const run = await app!.run(collects ? { probes, keepCache: true } : {});
      expect(outcomes(run), run.output).toEqual([
        'calls.test.js: passed',
        'keys.test.js: passed',
        'texts.test.js: passed',
      ]);
      return { run, texts: readFileSync(file, 'utf8') };
    };
    app = await createRunnerWorkspace(runner, files);
    const plain = await textsWith('plain.json', false);
    expect(plain.texts).toContain('pick');
    for (const turn of ['first', 'second']) {
      const { run, texts } = await textsWith('texts.json', true);
      expect(texts, turn).toBe(plain.texts);
      expect(run.results.length, turn).toBeGreaterThan(0);
      for (const { collected } of run.results) {
        expect(collected?.['packages/app/shapes.js']).toContain(moduleText);
        expect(collected?.['packages/app/other.js']).not.toContain(moduleText);
      }
    }
  });
});
