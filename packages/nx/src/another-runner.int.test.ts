import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRunner } from '@nx-testmon/engine/test-runners';
import { chooseRunner, taskOptions } from '@nx-testmon/engine/test-runners';
import { createWorkspace, systemEnvironment, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runTestmon } from './executor/executor';
import { CONFIG_FILE_PATTERN } from './inference/create-nodes';
import { inferProjects } from './inference/infer-projects';
import { parsePluginOptions } from './inference/plugin-options';

/**
 * An object like the one that the package of a new test runner exports. Its "tests" are files that contain
 * their outcome.
 */
const fakeRunner = vi.hoisted((): TestRunner & { readonly executed: string[] } => {
  const executed: string[] = [];
  return {
    executed,
    name: 'fake',
    title: 'Fake',
    packages: ['fake-runner'],
    listHint: '`fake list` shows them',
    configFiles: [{ stem: 'fake.config', extensions: ['json'] }],
    targetNames: ['test'],
    flags: { switches: ['quick'], values: [] },
    syntax: {
      pragmas: ['fake'],
      metaProperties: ['fake'],
      mockObjects: ['fake'],
      mockMethods: ['mock'],
      actualMethods: ['actual'],
      hoistedMethods: [],
      configurations: [],
    },
    discoveryFileName: /(^|\/)fake\.config\.json$/,
    parseCommand: (command) =>
      command.startsWith('fake ') ? { config: undefined, env: {}, flags: { quick: true } } : undefined,
    environmentArguments: () => [],
    parseRunFilters: () => ({
      nameFilter: false,
      partialTestFiles: false,
      fileFilters: [],
      projects: false,
      shard: false,
      changed: false,
      update: false,
      watch: false,
      inspect: false,
      coverage: false,
      bail: false,
      listOnly: false,
    }),
    findInstallation: () => ({ ok: true, version: '1.0.0', entry: '' }),
    plainCommand: () => ({ ok: true, words: [] }),
    discover: ({ projectName }) =>
      Promise.resolve({
        ok: true,
        discovery: {
          runner: 'fake',
          version: '1.0.0',
          suites: [
            {
              id: `${projectName}:fake`,
              runnerProject: '',
              root: 'libs/a',
              dir: 'libs/a',
              include: ['*.fake.ts'],
              exclude: [],
              includeSource: ['own*.ts'],
              typecheck: { include: [], exclude: [] },
              setup: [],
              aliases: [],
              conditions: ['node'],
              extensions: ['.ts'],
              mainFields: ['main'],
              snapshots: 'custom',
              isolate: true,
            },
          ],
          configFiles: ['libs/a/fake.config.json'],
        },
      }),
    run({ projectName, files }) {
      const suite = `${projectName}:fake`;
      const testFiles = files === 'all' ? [] : files.map(({ path }) => path);
      executed.push(...testFiles);
      const results = testFiles.map((path) => ({
        testFile: { suite, path },
        outcome: 'passed' as const,
        durationMs: 5,
        endedAt: Date.now(),
        complete: true,
      }));
      const found = ['one', 'two'].map((name) => ({ suite, path: `libs/a/${name}.fake.ts` }));
      return Promise.resolve({ results, found, outcome: 'passed', exitCode: 0 });
    },
  };
});

// A fourth test runner only needs one line: its object in the engine's list.
vi.mock('../../engine/src/test-runners/test-runners', async (importOriginal) => {
  const original = await importOriginal<typeof import('@nx-testmon/engine/test-runners')>();
  return {
    testRunners: [...original.testRunners, fakeRunner],
    testRunnerChoices: [...original.testRunnerChoices, fakeRunner.name],
  };
});

let workspace: TestWorkspace;
let root: string;

beforeEach(() => {
  workspace = createWorkspace({});
  root = workspace.root;
  write('nx.json', '{}');
  write('package.json', '{ "name": "w" }');
  write('libs/a/package.json', '{ "name": "a", "scripts": { "test": "fake run" } }');
  write('libs/a/fake.config.json', '{}');
  write('libs/a/sum.ts', `export const sum = (a: number, b: number) => a + b;`);
  write('libs/a/one.fake.ts', `import { sum } from './sum'; sum(1, 2);`);
  write('libs/a/two.fake.ts', `export {};`);
});
afterEach(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.write({ [path]: text });

async function run(options: Readonly<Record<string, unknown>>): Promise<string[]> {
  fakeRunner.executed.length = 0;
  const lines: string[] = [];
  const { success } = await runTestmon(
    options,
    {
      root,
      projectName: 'a',
      targetName: 'testmon',
      projectsConfigurations: { version: 2, projects: { a: { root: 'libs/a' } } },
      projectGraph: { nodes: {}, dependencies: { a: [] } },
    },
    {
      env: systemEnvironment,
      nodeVersion: process.versions.node,
      parentPid: process.ppid,
      clock: Date.now,
      write: (line) => lines.push(line),
    },
  );
  expect(lines.join('\n')).not.toMatch(/Unknown option|must be/);
  expect(success).toBe(true);
  return [...fakeRunner.executed].sort();
}

test('a test runner is found by its configuration, and its target names it', () => {
  expect(CONFIG_FILE_PATTERN).toContain('*fake*');
  const files = ['libs/a/package.json', 'libs/a/fake.config.json'];
  const [project] = inferProjects(files, parsePluginOptions({}), {
    nxJson: {},
    readText: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
  });
  expect(project?.root).toBe('libs/a');
  expect(project?.targets['testmon']).toMatchObject({
    options: { config: 'fake.config.json', testRunner: 'fake', quick: true },
    metadata: { technologies: ['fake'], description: expect.stringContaining('Fake') as string },
  });
});

test('a test runner is chosen by its name, by its kind of configuration, and by the files of the project', () => {
  const project = join(root, 'libs/a');
  expect(chooseRunner(project, { testRunner: 'fake' })).toBe(fakeRunner);
  expect(chooseRunner(root, { testRunner: 'auto', config: 'x/fake.config.json' })).toBe(fakeRunner);
  expect(chooseRunner(root, { testRunner: 'auto', config: 'my-fake-runner.unit.ts' })).toBe(fakeRunner);
  expect(chooseRunner(project, { testRunner: 'auto' })).toBe(fakeRunner);
  expect(taskOptions.find(({ name }) => name === 'testRunner')?.choices).toContain('fake');
});

test('tasks run the selected test files with it, and skip passed ones', async () => {
  expect(await run({ testRunner: 'fake' })).toEqual(['libs/a/one.fake.ts', 'libs/a/two.fake.ts']);
  expect(await run({})).toEqual([]);
  write('libs/a/sum.ts', `export const sum = (a: number, b: number) => b + a;`);
  expect(await run({})).toEqual(['libs/a/one.fake.ts']);
});

test('a source with the mark of tests of its own is a test file, and a pragma in a comment counts', async () => {
  write('libs/a/own.ts', 'if (import.meta.fake) {}');
  write('libs/a/owned.ts', '// import.meta.other');
  expect(await run({ testRunner: 'fake' })).toContain('libs/a/own.ts');
  expect(fakeRunner.executed).not.toContain('libs/a/owned.ts');
  write('libs/a/one.fake.ts', `// A comment.\nimport { sum } from './sum'; sum(1, 2);`);
  expect(await run({})).toEqual([]);
  write('libs/a/one.fake.ts', `// @fake-mode slow\nimport { sum } from './sum'; sum(1, 2);`);
  expect(await run({})).toEqual(['libs/a/one.fake.ts']);
});
