import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorkspace } from '@nx-testmon/core';
import { parseTaskOptions, runTask, selectTask, type Task, type TaskIo } from '@nx-testmon/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellEnvironment } from './harness/child-process';
import { createRunnerWorkspace, type RunnerWorkspace } from './harness/runner-workspace';

type Edit = readonly [name: string, file: string, from: string, to: string];
type Edits = Readonly<Record<'none' | 'all', readonly Edit[]>>;
type Files = Readonly<Record<string, string>>;

const ownTest = `test('own', () => { expect(globalThis.__mark ?? 'none').toBe('none'); });`;
const sumTest = `const { sum } = require('./sum'); test('sum', () => { expect(sum(1, 2)).toBe(3); });`;
const manifest = `{ "name": "app", "version": "1.0.0", "scripts": { "test": "TEST" }, "description": "An app" }`;

const vitest: Files = {
  'package.json': manifest.replace('"name"', '"type": "module", "name"').replace('TEST', 'vitest run'),
  'vitest.config.mjs': `import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.base.mjs';
const unrelated = () => 1;
export default mergeConfig(base, defineConfig({
  plugins: [{ name: 'mark', transform: (code) => code.replace('MARK', 'mark') }],
  test: {
    globals: true,
    testTimeout: 5000,
    reporters: ['default'],
    exclude: [...configDefaults.exclude],
    coverage: { reporter: ['text'] },
  },
}));\n`,
  'vitest.base.mjs': `import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { outputFile: 'report', hookTimeout: 9000 } });\n`,
  'own.test.js': ownTest,
};

const jest: Files = {
  'package.json': manifest.replace('TEST', 'jest'),
  'jest.config.js': `const base = require('./jest.base.config.js');
const { resolve } = require('node:path');
module.exports = { ...base, transform: {}, testTimeout: 5000, verbose: false, coverageDirectory: resolve('reports') };\n`,
  'jest.base.config.js': `module.exports = { displayName: 'app', preset: './jest.preset.js' };\n`,
  'jest.preset.js': `module.exports = { resetMocks: false, reporters: ['default'] };\n`,
  'own.test.js': ownTest,
  'sum.js': 'exports.sum = (a, b) => a + b;\n',
  'sum.test.js': sumTest,
};

/** Loads the configuration itself, by a computed specifier. */
const reader = `test('reader', () => {
  const config = require(['.', 'jest.config.js'].join('/'));
  expect(config.coverageDirectory).toContain('reports');
});`;

const manifestEdits = (file: string): readonly Edit[] => [
  ['another script', file, '"scripts": {', '"scripts": { "build": "tsc",'],
  ['the description', file, 'An app', 'The app'],
  ['new keys', file, '"name"', '"files": ["dist"], "keywords": ["app"], "name"'],
  ['the version', file, '1.0.0', '1.0.1'],
];

const vitestEdits: Edits = {
  none: [
    ['a comment', 'vitest.config.mjs', 'const unrelated', '// not used\nconst unrelated'],
    ['a function that is not called', 'vitest.config.mjs', '=> 1', '=> 2'],
    ['a reporter', 'vitest.config.mjs', "['default']", "['default', 'json']"],
    ['a new report file', 'vitest.config.mjs', 'globals', "outputFile: 'out.json', globals"],
    ['a coverage report', 'vitest.config.mjs', "['text']", "['text', 'html']"],
    ...manifestEdits('package.json'),
  ],
  all: [
    ['a timeout', 'vitest.config.mjs', '5000', '6000'],
    ['an excluded folder', 'vitest.config.mjs', 'exclude: [', "exclude: ['old/**', "],
    ['the output file of a report, in an imported base', 'vitest.base.mjs', "'report'", "'other'"],
    ['a timeout in the base', 'vitest.base.mjs', '9000', '8000'],
    ['the text of a plugin', 'vitest.config.mjs', "'mark')", "'other')"],
    ['an alias', 'vitest.config.mjs', 'plugins:', "resolve: { alias: { x: './x' } }, plugins:"],
    ['the type of modules', 'package.json', '"module"', '"commonjs"'],
  ],
};

const jestEdits: Edits = {
  none: [
    ['a comment', 'jest.config.js', 'module.exports', '// options\nmodule.exports'],
    ['the folder of coverage reports', 'jest.config.js', "'reports'", "'reports2'"],
    ['a reporter in the preset', 'jest.preset.js', "['default']", "['default', 'github-actions']"],
    ...manifestEdits('package.json'),
  ],
  all: [
    ['a timeout', 'jest.config.js', '5000', '6000'],
    ['the verbosity', 'jest.config.js', 'verbose: false', 'verbose: true'],
    ['a display name in the base', 'jest.base.config.js', "'app'", "'the app'"],
    ['an option in the base', 'jest.base.config.js', 'displayName', 'restoreMocks: true, displayName'],
    ['an option in the preset', 'jest.preset.js', 'resetMocks: false', 'resetMocks: true'],
    ['an environment', 'jest.config.js', 'testTimeout', "testEnvironment: 'jsdom', testTimeout"],
  ],
};

describe.each([
  ['vitest 3', vitest, vitestEdits],
  ['vitest 4', vitest, vitestEdits],
  ['vitest 5', vitest, vitestEdits],
  ['jest 29', jest, jestEdits],
  ['jest 30', jest, jestEdits],
] as const)('editing a configuration of %s', (installation, files, { none, all }) => {
  let workspace: RunnerWorkspace;
  const lines: string[] = [];
  const io: TaskIo = {
    env: { ...shellEnvironment(), CI: 'true' },
    clock: Date.now,
    nodeVersion: process.versions.node,
    write: (line) => lines.push(line),
  };

  function task(): Task {
    const parsed = parseTaskOptions({}, {});
    if (!parsed.ok) throw new Error('the options are invalid');
    const { options } = parsed;
    const built = buildWorkspace(workspace.root, { app: 'packages/app' }, {});
    return { workspace: built, project: 'app', target: 'testmon', execId: 'one', options };
  }

  async function selected(): Promise<string[]> {
    const found = await selectTask(task(), io);
    if (!found.ok) throw new Error(found.problem.kind);
    return found.selection.selected.map(({ testFile }) => testFile.path.replace('packages/app/', '')).sort();
  }

  async function selectedAfter([, file, from, to]: Edit): Promise<string[]> {
    const text = readFileSync(join(workspace.app, file), 'utf8');
    expect(text).toContain(from);
    workspace.write({ [file]: text.replace(from, to) });
    try {
      return await selected();
    } finally {
      workspace.write({ [file]: text });
    }
  }

  beforeAll(async () => {
    workspace = await createRunnerWorkspace(installation, files);
    const { report } = await runTask(task(), io);
    expect(report.outcome, lines.join('\n')).toBe('passed');
    expect(await selected()).toEqual([]);
  });
  afterAll(() => workspace.dispose());

  it.runIf(installation.startsWith('jest'))(
    'selects a test file that loads it, even for an option that no other result depends on',
    async () => {
      workspace.write({ 'reader.test.js': reader });
      const { report } = await runTask(task(), io);
      expect(report.outcome, lines.join('\n')).toBe('passed');
      expect(await selectedAfter(['', 'jest.config.js', "'reports'", "'reports2'"])).toEqual([
        'reader.test.js',
      ]);
      rmSync(join(workspace.app, 'reader.test.js'));
    },
  );

  it.runIf(installation.startsWith('jest'))(
    'selects all test files for any key of a manifest that a package has loaded',
    async () => {
      const text = readFileSync(join(workspace.app, 'jest.config.js'), 'utf8');
      workspace.write({
        'node_modules/version/index.js': `module.exports = require('../../package.json').version;\n`,
        'jest.config.js': `const version = require('version');\n${text.replace('exports = {', 'exports = { globals: { version },')}`,
      });
      const { report } = await runTask(task(), io);
      expect(report.outcome, lines.join('\n')).toBe('passed');
      expect(await selectedAfter(['', 'package.json', '1.0.0', '1.0.1'])).toEqual(
        Object.keys(files)
          .filter((file) => file.includes('.test.'))
          .sort(),
      );
      workspace.write({ 'jest.config.js': text });
      rmSync(join(workspace.app, 'node_modules'), { recursive: true });
    },
  );

  it.each<Edit>(none)('selects nothing for %s', async (...edit) => {
    expect(await selectedAfter(edit)).toEqual([]);
  });

  it.each<Edit>(all)('selects all test files for %s', async (...edit) => {
    const testFiles = Object.keys(files).filter((file) => file.includes('.test.'));
    expect(await selectedAfter(edit)).toEqual(testFiles.sort());
  });
});
