import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWorkspace, type TestWorkspace, type WorkspaceContent } from '@nx-testmon/testing';
import { findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storePaths } from '../../store/task-store';
import {
  createTaskWorkspace,
  type RawOptions,
  type TaskRunInTest,
  type TaskWorkspace,
} from '../../task.testing';
import { type KnownFlaky, readFlaky } from './read-flaky';

const patience = 300_000;

/**
 * The next answers of the service that the tests call; the calls are not traced. When the list is empty, it
 * answers `fine`.
 */
const answers: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  outside = createWorkspace({});
  server = createServer((_request, response) => {
    // Each process sends one request. A connection that another process has left open delays none of them.
    response.setHeader('connection', 'close');
    response.end(answers.shift() ?? 'fine');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  outside[Symbol.dispose]();
});

/** Outside of the workspace, so that reports are not files of the project. */
let outside: TestWorkspace;

/** Fails in a branch that is only executed in a failing run. */
const service = (exportAs = '') => `${exportAs}async function ask() {
  const answer = await (await fetch(${JSON.stringify(url)})).text();
  if (answer !== 'fine') {
    throw new Error('refused');
  }
  return answer;
}
${exportAs}function sum(a, b) {
  return a + b;
}
`;
const commonjs = () => `${service()}module.exports = { ask, sum };\n`;

interface Runner {
  readonly project: () => WorkspaceContent;
  readonly imports: string;
  readonly service: () => string;
  /** Options for a report that is written to a file. */
  readonly options?: () => RawOptions;
}

const reportFile = () => outside.path('report.txt');

const runners: Readonly<Record<'vitest 5' | 'jest 30' | 'node:test', Runner>> = {
  'vitest 5': {
    project: () => ({
      'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.js'], reporters: ['default', ['junit', { outputFile: ${JSON.stringify(reportFile())} }]] } };`,
      'libs/a/package.json': { name: 'a', type: 'module' },
    }),
    imports: `import { describe, expect, test } from 'vitest';\nimport { ask, sum } from './service';\n`,
    service: () => service('export '),
  },
  'jest 30': {
    project: () => ({
      'libs/a/jest.config.js': `module.exports = { transform: {} };`,
      'libs/a/package.json': { name: 'a' },
    }),
    imports: `const { ask, sum } = require('./service');\n`,
    service: commonjs,
    options: () => ({ json: true, outputFile: reportFile() }),
  },
  'node:test': {
    project: () => ({
      'libs/a/package.json': {
        name: 'a',
        scripts: { test: `node --test --test-reporter=junit --test-reporter-destination=${reportFile()}` },
      },
    }),
    imports: `const { describe, test } = require('node:test');
const assert = require('node:assert');
const { ask, sum } = require('./service');
const expect = (found) => ({ toBe: (wanted) => assert.equal(found, wanted) });\n`,
    service: commonjs,
  },
};

function filesFor({ project, imports, service: content }: Runner) {
  return {
    '.gitignore': 'node_modules\n.testmon\n',
    ...project(),
    'libs/a/service.js': content(),
    'libs/a/flaky.test.js': `${imports}
describe('the service', () => {
  test('answers', async () => { expect(await ask()).toBe('fine'); });
  test('is there', () => { expect(typeof ask).toBe('function'); });
});
`,
    'libs/a/sum.test.js': `${imports}\ntest('adds', () => { expect(sum(1, 2)).toBe(3); });\n`,
  };
}

const flakyFile = 'libs/a/flaky.test.js';

describe.each(Object.entries(runners))('with %s', (name, runner) => {
  let workspace: TaskWorkspace;

  beforeAll(async () => {
    answers.length = 0;
    workspace = createTaskWorkspace(filesFor(runner), { packages: [] });
    const installation = await findRunnerInstallation(name as keyof typeof runners);
    workspace.files.link('node_modules', join(installation, 'node_modules'));
  }, patience);
  afterAll(() => workspace[Symbol.dispose]());

  /** @param next answers of the service */
  async function run(next: readonly string[], raw: RawOptions = {}): Promise<TaskRunInTest> {
    answers.splice(0, Infinity, ...next);
    const done = await workspace.run({ ...runner.options?.(), ...raw });
    expect(answers, done.output).toEqual([]);
    return done;
  }

  const flaky = (): KnownFlaky => readFlaky(storePaths(workspace.root, {}), Date.now());
  const selected = async () => (await workspace.select()).selected.map(({ testFile }) => testFile.path);

  test(
    'a failure alone proves nothing',
    async () => {
      const { exitCode, report, output } = await run(['no']);
      expect(exitCode, output).toBe(1);
      expect(report.flaky).toBeUndefined();
      expect(output).not.toContain('flaky:');
      expect(flaky()).toEqual({ testFiles: [], notes: [] });
    },
    patience,
  );

  test(
    'a pass with the same code proves it, and the run names the test file',
    async () => {
      expect(await selected()).toEqual([flakyFile]);
      const { exitCode, report, output } = await run(['fine']);
      expect(exitCode, output).toBe(0);
      expect(report.flaky).toMatchObject([
        { file: flakyFile, outcome: 'passed', failedTests: [], failures: 1, passes: 1 },
      ]);
      expect(output).toContain(
        'testmon: flaky: 1 test file of this run passed and failed with the same code',
      );
      expect(output).toMatch(/flaky\.test\.js passed; 1 failure and 1 pass with the same code since \d{4}-/);
      expect(flaky().testFiles).toMatchObject([
        {
          project: 'a',
          testFile: { path: flakyFile },
          failures: 1,
          passes: 1,
          codes: 1,
          firstDifference: { outcome: 'passed' },
          failedTests: [{ name: 'the service > answers', failures: 1 }],
        },
      ]);
      expect(await selected()).toEqual([]);
    },
    patience,
  );

  test(
    'without the option, a known flaky test file that fails is named and not run again',
    async () => {
      const { exitCode, report, output } = await run(['no'], { noselect: true });
      expect(exitCode, output).toBe(1);
      expect(report.flaky).toMatchObject([
        { outcome: 'failed', failedTests: ['the service > answers'], failures: 2, passes: 1 },
      ]);
      expect(output).toContain('flaky.test.js failed ("the service > answers"); 2 failures and 1 pass');
      expect(await selected()).toEqual([flakyFile]);
    },
    patience,
  );

  test(
    'with retryFlaky, it is run again until it passes, the run passes, and the pass is stored',
    async () => {
      const { exitCode, report, output } = await run(['no', 'no', 'fine'], { retryFlaky: 3 });
      expect(exitCode, output).toBe(0);
      expect(report).toMatchObject({
        outcome: 'passed',
        flaky: [{ outcome: 'passed', failedTests: ['the service > answers'], retries: 2, failures: 4 }],
      });
      expect(output).toContain('1 flaky test file failed; running it again (2 of at most 3)');
      expect(output).toContain(
        'flaky.test.js failed ("the service > answers"), then passed when it was run again 2 times; 4 failures',
      );
      expect(output).toMatch(/ran 1 of 2 test files .*, 1 fact stored/);
      expect(outside.read('report.txt')).toContain('refused');
      expect(await selected()).toEqual([]);
      workspace.files.write({ 'libs/a/service.js': runner.service().replace('refused', 'Refused') });
      // The fact of the pass contains what the passing attempt has executed.
      expect(await selected()).toEqual([]);
      workspace.files.write({
        'libs/a/service.js': runner.service().replace('return answer', 'return `${answer}`'),
      });
      expect(await selected()).toEqual([flakyFile]);
    },
    patience,
  );

  test(
    'other test files that fail still fail the run, and are not run again',
    async () => {
      const wrong = filesFor(runner)['libs/a/sum.test.js'].replace('toBe(3)', 'toBe(4)');
      workspace.files.write({ 'libs/a/sum.test.js': wrong, 'libs/a/service.js': runner.service() });
      const { exitCode, report, output } = await run(['no', 'fine'], { retryFlaky: 2, noselect: true });
      expect(exitCode, output).toBe(1);
      expect(report).toMatchObject({ outcome: 'failed', flaky: [{ file: flakyFile, outcome: 'passed' }] });
      expect(await selected()).toEqual(['libs/a/sum.test.js']);
      workspace.files.write({ 'libs/a/sum.test.js': filesFor(runner)['libs/a/sum.test.js'] });
    },
    patience,
  );

  test(
    'a failure that an edit explains is not flaky, even if the edit is reverted',
    async () => {
      const wrong = runner.service().replace('a + b', 'a - b');
      workspace.files.write({ 'libs/a/service.js': wrong });
      expect((await run([])).exitCode).toBe(1);
      workspace.files.write({ 'libs/a/service.js': runner.service() });
      expect((await run([], { noselect: true, _: ['sum.test.js'] })).exitCode).toBe(0);
      workspace.files.write({ 'libs/a/service.js': wrong });
      expect(await selected()).toEqual(['libs/a/sum.test.js']);
      expect((await run([])).exitCode).toBe(1);
      workspace.files.write({ 'libs/a/service.js': runner.service() });
      expect(flaky().testFiles.map(({ testFile }) => testFile.path)).toEqual([flakyFile]);
    },
    patience,
  );

  test(
    'with nocollect, nothing is written, and it is run again nevertheless',
    async () => {
      const before = workspace.files.snapshot();
      const raw = { noselect: true, nocollect: true, retryFlaky: '1' };
      const { exitCode, report, output } = await run(['no', 'fine'], raw);
      expect(exitCode, output).toBe(0);
      expect(report.flaky).toMatchObject([
        { outcome: 'passed', retries: 1, failures: expect.any(Number) as number },
      ]);
      expect(workspace.files.snapshot()).toEqual(before);
    },
    patience,
  );
});

describe('a run that must not be repeated', () => {
  test(
    'measures coverage: the flaky test file is named, and not run again',
    async () => {
      using workspace = createTaskWorkspace(filesFor(runners['node:test']));
      for (const next of ['no', 'fine']) {
        answers.splice(0, Infinity, next);
        await workspace.run();
      }
      answers.splice(0, Infinity, 'no');
      const raw = { noselect: true, retryFlaky: 2, 'experimental-test-coverage': true };
      const { exitCode, report, output } = await workspace.run(raw);
      expect(exitCode, output).toBe(1);
      expect(output).toContain(
        '1 flaky test file failed and is not run again: the coverage report would be overwritten',
      );
      expect(report.flaky).toMatchObject([{ file: flakyFile, outcome: 'failed' }]);
    },
    patience,
  );

  test(
    'is verified: a failure is compared as it is',
    async () => {
      using workspace = createTaskWorkspace(filesFor(runners['node:test']));
      for (const next of ['no', 'fine']) {
        answers.splice(0, Infinity, next);
        await workspace.run();
      }
      answers.splice(0, Infinity, 'no');
      const { exitCode, report } = await workspace.run({ verify: true, retryFlaky: 2 });
      expect(exitCode).toBe(2);
      expect(report).toMatchObject({ missed: [{ file: flakyFile }], flaky: [{ outcome: 'failed' }] });
      expect(report.flaky?.[0]).not.toHaveProperty('retries');
    },
    patience,
  );
});
