import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describeFallback } from '@nx-testmon/core';
import { findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, expect, test } from 'vitest';
import type { TaskIo } from '../../task/task-io';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';
import { diagnoseTask, type TaskDiagnosis } from './diagnose-task';

let workspace: TaskWorkspace;
afterEach(() => workspace[Symbol.dispose]());

const patience = 300_000;
const addon = join(
  dirname(createRequire(__filename).resolve('better-sqlite3/package.json')),
  `prebuilds/${process.platform}-${process.arch}.node`,
);

async function diagnose(env: TaskIo['env'] = {}): Promise<TaskDiagnosis> {
  const found = await diagnoseTask(workspace.task(), workspace.io({ env }));
  if (!found.ok) throw new Error(found.problem.kind);
  return found.diagnosis;
}

/** Each cause as a sentence, with the names of its test files. */
function described({ causes }: TaskDiagnosis): Record<string, readonly string[]> {
  return Object.fromEntries(
    causes.map(({ fallback, testFiles }) => [
      describeFallback(fallback),
      testFiles.map((path) => path.replace('libs/a/', '')),
    ]),
  );
}

function vitestWorkspace(config: string, files: Readonly<Record<string, string>>): void {
  workspace = createTaskWorkspace({
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mts': `export default { test: ${config} };`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`libs/a/${path}`, text])),
  });
}

async function runAll(raw: RawOptions = {}, env: TaskIo['env'] = {}): Promise<void> {
  const { exitCode, output } = await workspace.run(raw, { env });
  expect(exitCode, output).toBe(0);
}

const plain = `import { test } from 'vitest';\ntest('it', () => {});\n`;

test(
  'test files that share modules in Vitest, and code that they only may execute',
  async () => {
    vitestWorkspace(`{ isolate: false }`, {
      'load.ts': `export const unused = (name: string): unknown =>\n  import(name);\n`,
      'a.test.ts': `import { expect, test } from 'vitest';\nimport { unused } from './load';\ntest('it', () => expect(unused.length).toBe(1));\n`,
      'b.test.ts': plain,
    });
    expect(await diagnose()).toMatchObject({ testFiles: 2, withoutFacts: 2, withFallbacks: 0, causes: [] });
    await runAll();
    const diagnosis = await diagnose();
    expect(diagnosis).toMatchObject({ project: 'a', testFiles: 2, withoutFacts: 0, withFallbacks: 2 });
    expect(diagnosis.runner).toMatch(/^Vitest \d/);
    expect(described(diagnosis)).toEqual({
      'libs/a/load.ts:2 imports a module by a computed name: import(name)': ['a.test.ts'],
      'the test file shares modules with other test files (`isolate: false`)': ['a.test.ts', 'b.test.ts'],
    });
  },
  patience,
);

test(
  'coverage, and runs without probes',
  async () => {
    vitestWorkspace(
      `{ coverage: { provider: 'custom', customProviderModule: './c.mjs', enabled: process.env.COVERAGE === '1' } }`,
      {
        'c.mjs': `export default { getProvider: () => ({ name: 'c', initialize() {}, resolveOptions: () => ({ reporter: [], reportsDirectory: './coverage' }), clean() {}, onAfterSuiteRun() {}, generateCoverage() {}, reportCoverage() {} }) };`,
        'a.test.ts': plain,
      },
    );
    await runAll({ probes: false });
    expect(Object.entries(described(await diagnose()))).toEqual([
      ['the test file ran without probes, so nothing was collected', ['a.test.ts']],
    ]);
    const env = { COVERAGE: '1' };
    const { output } = await workspace.run({ select: false }, { env });
    expect(output).toContain('the test files ran with coverage by a provider');
    expect(Object.keys(described(await diagnose(env))), output).toEqual([
      expect.stringMatching(/^the test file ran with coverage/),
    ]);
  },
  patience,
);

test(
  'processes, native code and computed mocks in Jest',
  async () => {
    workspace = createTaskWorkspace(
      {
        'libs/a/package.json': '{ "name": "a" }',
        'libs/a/jest.config.js': `module.exports = { maxWorkers: 2, workerIdleMemoryLimit: 2 };`,
        'libs/a/node_modules/addon/package.json': '{ "name": "addon", "version": "1.0.0" }',
        'libs/a/node_modules/addon/index.js': `module.exports = require('./addon.node');\n`,
        'libs/a/run.js': `const { execFileSync } = require('child_process');\n\nexports.run = () =>\n  execFileSync(process.execPath, ['-v']);\n`,
        'libs/a/process.test.js': `test('it', () => { require('./run').run(); });\n`,
        'libs/a/native.test.js': `\ntest('it', () => { require('addon'); });\n`,
        'libs/a/mock.test.js': `const name = './run'.trim();\ntest('it', () => {\n  jest.doMock(name);\n});\n`,
        'libs/a/text.test.js': `const { run } = require('./run');\ntest('it', () => { expect(String(run)).toContain('=>'); });\n`,
        'libs/a/plain.test.js': `test('it', () => {});\n`,
      },
      { packages: [] },
    );
    workspace.files.link('node_modules', join(await findRunnerInstallation('jest 30'), 'node_modules'));
    mkdirSync(join(workspace.root, 'libs/a/node_modules/addon'), { recursive: true });
    copyFileSync(addon, join(workspace.root, 'libs/a/node_modules/addon/addon.node'));
    await runAll();
    const diagnosis = await diagnose();
    expect(diagnosis).toMatchObject({ testFiles: 5, withFallbacks: 4 });
    expect(described(diagnosis)).toEqual({
      "libs/a/run.js:4 starts node, whose reads can't be traced": ['process.test.js'],
      'libs/a/native.test.js:2 loads native code that may read files: addon (addon.node)': ['native.test.js'],
      'libs/a/mock.test.js:3 uses a computed name in a mock or glob: jest.doMock(name)': ['mock.test.js'],
      'libs/a/run.js is compared as a whole file': ['text.test.js'],
    });
  },
  patience,
);

test(
  "a loader of node --test, and a file that can't be parsed",
  async () => {
    workspace = createTaskWorkspace({
      'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }',
      'libs/a/broken.js': 'const = 1;\n',
      'libs/a/a.test.js': `const test = require('node:test');\ntest('it', () => { try { require('./broken.js'); } catch {} });\n`,
    });
    await runAll({}, { NODE_OPTIONS: '--import data:text/javascript,' });
    const found = described(await diagnose({ NODE_OPTIONS: '--import data:text/javascript,' }));
    expect(Object.entries(found)).toContainEqual([
      'the test file loads modules through a custom loader or hooks: NODE_OPTIONS',
      ['a.test.js'],
    ]);
    expect(Object.keys(found)).toContainEqual(
      expect.stringMatching(/^libs\/a\/broken\.js can't be parsed \(.+\)$/),
    );
  },
  patience,
);
