import { join } from 'node:path';
import {
  findRunnerInstallation,
  type RunnerInstallationName,
} from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

type Files = Readonly<Record<string, string>>;

interface RunnerSyntax {
  readonly project: Files;
  /** A module that exports one function, which returns a number. */
  readonly module: (name: string, value: number) => string;
  readonly testFile: (body: string) => string;
  /** Loads one name of a module. */
  readonly load: (name: string, specifier: string) => string;
  /** Makes a project whose global setup runs one code before and the other after all test files. */
  readonly withGlobalSetup?: (before: string, after: string) => Files;
}

const vitest: RunnerSyntax = {
  project: {
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mjs': `export default { test: { include: ['*.test.js'] } };`,
  },
  module: (name, value) => `export function ${name}() { return ${value}; }\n`,
  testFile: (body) =>
    `import { expect, test } from 'vitest';\nimport fs from 'node:fs';\ntest('it', async () => { ${body} });\n`,
  load: (name, specifier) => `const { ${name} } = await import('${specifier}');`,
  withGlobalSetup: (before, after) => ({
    'libs/a/vitest.config.mjs': `export default { test: { include: ['*.test.js'], globalSetup: ['./global.mjs'] } };`,
    'libs/a/global.mjs': `import fs from 'node:fs';\nexport const setup = () => { ${before} };\nexport const teardown = () => { ${after} };\n`,
  }),
};

const jest: RunnerSyntax = {
  project: { 'libs/a/package.json': '{ "name": "a" }', 'libs/a/jest.config.js': 'module.exports = {};' },
  module: (name, value) => `exports.${name} = function () { return ${value}; };\n`,
  testFile: (body) => `const fs = require('node:fs');\ntest('it', () => { ${body} });\n`,
  load: (name, specifier) => `const { ${name} } = require('${specifier}');`,
  withGlobalSetup: (before, after) => ({
    // Each test file runs in its own process: a process's own writes are not edits from outside.
    'libs/a/jest.config.js': `module.exports = { maxWorkers: 2, workerIdleMemoryLimit: '1GB', globalSetup: './before.js', globalTeardown: './after.js' };`,
    'libs/a/before.js': `module.exports = () => { const fs = require('node:fs'); ${before} };`,
    'libs/a/after.js': `module.exports = () => { const fs = require('node:fs'); ${after} };`,
  }),
};

const nodeTest: RunnerSyntax = {
  project: { 'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }' },
  module: jest.module,
  testFile: (body) =>
    `const fs = require('node:fs');\nconst test = require('node:test');\nconst expect = (one) => ({ toBe: (other) => require('node:assert').equal(one, other) });\ntest('it', () => { ${body} });\n`,
  load: jest.load,
};

const runners: readonly (readonly [RunnerInstallationName, RunnerSyntax])[] = [
  ['vitest 3', vitest],
  ['vitest 4', vitest],
  ['vitest 5', vitest],
  ['jest 29', jest],
  ['jest 30', jest],
  ['node:test', nodeTest],
];

describe.each(runners)('%s', (installation, syntax) => {
  const { project, module, testFile, load, withGlobalSetup } = syntax;
  const lib = 'libs/a/lib.js';
  const files = {
    ...project,
    [lib]: module('lib', 1),
    'libs/a/other.js': module('other', 1),
    'libs/a/lib.test.js': testFile(`${load('lib', './lib.js')} expect(lib() > 0).toBe(true);`),
    'libs/a/other.test.js': testFile(`${load('other', './other.js')} expect(other()).toBe(1);`),
  };

  async function make(changed: Files = {}): Promise<TaskWorkspace> {
    const folder = await findRunnerInstallation(installation);
    workspace = createTaskWorkspace({ ...files, ...changed }, { packages: [] });
    workspace.files.link('node_modules', join(folder, 'node_modules'));
    return workspace;
  }

  /** Names the file without making it a dependency of the tests that load this code. */
  const replaceInSetup = (path: string, ...texts: [string, string]) =>
    replace(path, ...texts).replaceAll(`'${path}'`, `['${path.slice(0, 1)}', '${path.slice(1)}'].join('')`);
  const replace = (path: string, text: string, other: string) =>
    `fs.writeFileSync('${path}', fs.readFileSync('${path}', 'utf8').replace('${text}', '${other}'));`;
  const notStored = (...names: string[]) =>
    `${names.length} result${names.length === 1 ? '' : 's'} not stored: files changed during the run (${names.map((name) => `libs/a/${name}.test.js`).join(', ')})`;

  /**
   * Runs twice: test files without a fact run again, and the second run may get code from the test runner's
   * cache that the first run compiled.
   */
  async function expectNotStored(workspace: TaskWorkspace, ...names: string[]): Promise<void> {
    const before = workspace.files.read(lib);
    for (const selected of [2, names.length]) {
      const { exitCode, output } = await workspace.run();
      expect(exitCode, output).toBe(0);
      expect(output).toContain(`${selected} of 2 test files selected`);
      if (names.length > 0) expect(output).toContain(notStored(...names));
      else expect(output).not.toContain('not stored');
      expect(workspace.files.read(lib)).toBe(before);
    }
  }

  it('test files that load unchanged modules produce facts', async () => {
    await expectNotStored(await make());
  });

  it('a test file that edits a module, loads it and undoes the edit produces no fact', async () => {
    const edited = `${replace('lib.js', '1', '2')} try { ${load('lib', './lib.js')} expect(lib()).toBe(2); } finally { ${replace('lib.js', '2', '1')} }`;
    await expectNotStored(await make({ 'libs/a/lib.test.js': testFile(edited) }), 'lib');
  });

  it('a loaded module counts even if the test file depends on nothing in it', async () => {
    const effect = 'globalThis.isLoaded = true;';
    const edited = `${replace('lib.js', 'export', `${effect} export`)}
      try { ${load('nothing', './lib.js')} expect(globalThis.isLoaded).toBe(true); } finally { ${replace('lib.js', `${effect} `, '')} }`;
    await expectNotStored(await make({ 'libs/a/lib.test.js': testFile(edited) }), 'lib');
  });

  it.runIf(withGlobalSetup)(
    'an edit that the global setup undoes affects the test files that load the module',
    async () => {
      const setup = withGlobalSetup!(replaceInSetup('lib.js', '1', '2'), replaceInSetup('lib.js', '2', '1'));
      await expectNotStored(await make(setup), 'lib');
    },
  );

  it.runIf(withGlobalSetup)(
    'an edit of a data file that is undone affects the test files that read it',
    async () => {
      const setup = withGlobalSetup!(
        replaceInSetup('data.txt', '1', '2'),
        replaceInSetup('data.txt', '2', '1'),
      );
      const reads = testFile(`expect(fs.readFileSync('data.txt', 'utf8')).toBe('2');`);
      await expectNotStored(
        await make({ ...setup, 'libs/a/data.txt': '1', 'libs/a/lib.test.js': reads }),
        'lib',
      );
    },
  );
});
