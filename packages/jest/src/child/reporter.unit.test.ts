import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AggregatedResult, GlobalConfig, ProjectConfig, Test, TestResult } from './jest-api';
import { ParentMessages } from './parent-messages.testing';
import ResultReporter from './reporter';
import { openSession } from './current-session';

let workspace: TestWorkspace;
let folder: string;
let parent: ParentMessages;

beforeEach(() => {
  workspace = createWorkspace({});
  folder = workspace.root;
  parent = new ParentMessages();
});
afterEach(() => {
  parent.close();
  workspace[Symbol.dispose]();
});

function open(globalConfig: Partial<GlobalConfig> = {}): ResultReporter {
  openSession({
    request: {
      entry: '',
      version: '30.0.0',
      workspaceRoot: folder,
      projectName: 'app',
      config: undefined,
      runnerArguments: [],
      files: 'all',
      keepCache: false,
      installationRoots: [],
      probes: undefined,
      readsPreload: '',
    },
    globalConfig: { testSequencer: '', ...globalConfig },
    Sequencer: class {
      sort = <T>(tests: T): T => tests;
    } as never,
    name: (_config, path) => ({ suite: 'app:', path: path.slice(folder.length + 1) }),
    found: [],
    isPlain: () => true,
  });
  return new ResultReporter();
}

const totals = { numFailedTests: 0, numFailedTestSuites: 0, testResults: [], numTotalTestSuites: 0 };

async function report(
  source: string,
  result: Partial<TestResult>,
  globalConfig: Partial<GlobalConfig> = {},
): Promise<Record<string, unknown>> {
  const path = join(folder, 'a.test.js');
  writeFileSync(path, source);
  const test = { path, context: { config: {} as ProjectConfig } } as unknown as Test;
  await open(globalConfig).onTestFileResult(
    test,
    { numFailingTests: 0, testResults: [], perfStats: { start: 100, end: 150 }, ...result },
    { ...totals } as unknown as AggregatedResult,
  );
  const [message] = parent.messages;
  if (message?.type !== 'ended-file') throw new Error('no result was reported');
  return { ...message.result };
}

test('a test file that ends is reported with its outcome and its time', async () => {
  expect(await report('', { testResults: [{ status: 'passed' }] })).toEqual({
    testFile: { suite: 'app:', path: 'a.test.js' },
    outcome: 'passed',
    durationMs: 50,
    endedAt: 150,
    complete: true,
  });
});

test.each([
  ['a failed test', { numFailingTests: 1 }],
  ['a file that can not be loaded', { testExecError: new Error('no') }],
  ['a leak', { leaks: true }],
])('%s fails its file', async (_what, result) => {
  expect(await report('', result as never)).toMatchObject({ outcome: 'failed' });
});

test.each([
  ['test.only("a", () => {}); test("b", () => {})', 'pending', false],
  ['fit("a", () => {}); it("b", () => {})', 'pending', false],
  ['test.skip("a", () => {})', 'pending', true],
  ['test("a", () => {})', 'focused', false],
  ['test("a", () => {})', 'passed', true],
])('%s with a test that is %s is complete: %s', async (source, status, complete) => {
  expect(await report(source, { testResults: [{ status }] })).toMatchObject({ complete });
});

test('a failed test is named with the suites around it', async () => {
  const failed = { status: 'failed', title: 'adds', ancestorTitles: ['cart', 'total'] };
  const passed = { status: 'passed', title: 'loads', ancestorTitles: ['cart'] };
  expect(await report('', { numFailingTests: 1, testResults: [passed, failed] })).toMatchObject({
    outcome: 'failed',
    failedTests: ['cart > total > adds'],
  });
});

test.each([true, false])(
  'the end of a run reports whether coverage is measured: %s',
  async (collectCoverage) => {
    await open({ collectCoverage }).onRunComplete(undefined, { wasInterrupted: false, ...totals });
    expect(parent.messages).toMatchObject([{ type: 'ended', measuresCoverage: collectCoverage }]);
  },
);

test('with a name filter no file is complete', async () => {
  expect(await report('', {}, { testNamePattern: 'sum' })).toMatchObject({ complete: false });
});

test.each([
  [{}, { interrupted: false, failed: false }],
  [{ wasInterrupted: true }, { interrupted: true, failed: false }],
  [{ numFailedTests: 1 }, { interrupted: false, failed: true }],
  [{ numFailedTestSuites: 1 }, { interrupted: false, failed: true }],
])('a run with %j ends as %j', async (all, expected) => {
  await open().onRunComplete(undefined, {
    wasInterrupted: false,
    ...totals,
    ...all,
  });
  expect(parent.messages.map(({ type }) => type)).toEqual(['ended']);
  expect(parent.messages[0]).toMatchObject(expected);
});

test('an error outside of every test file is reported before the end', async () => {
  const runExecError = { message: 'global setup failed', stack: 'global setup failed\n at x' };
  await open().onRunComplete(undefined, {
    wasInterrupted: false,
    ...totals,
    runExecError,
  });
  expect(parent.messages).toMatchObject([
    { type: 'unhandled', message: runExecError.stack },
    { type: 'ended' },
  ]);
});
