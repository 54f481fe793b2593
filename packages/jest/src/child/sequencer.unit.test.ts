import type { TestFileId } from '@nx-testmon/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunnerMessage, RunRequest } from '@nx-testmon/runner';
import type { ProjectConfig, Sequencer, Test } from './jest-api';
import SelectionSequencer from './sequencer';
import { ParentMessages } from './parent-messages.testing';
import { openSession } from './current-session';

let parent: ParentMessages;

beforeEach(() => {
  parent = new ParentMessages();
});
afterEach(() => {
  parent.close();
});

const jestOwn = '/w/node_modules/@jest/test-sequencer/build/index.js';
const file = (path: string): TestFileId => ({ suite: 's', path });

/** Sorts backwards, so that its effect is visible. */
class Backwards {
  sort(tests: readonly Test[]): Test[] {
    return [...tests].reverse();
  }
}

async function sort(
  paths: readonly string[],
  request: Partial<RunRequest>,
  testSequencer = jestOwn,
  found: readonly string[] = [],
): Promise<string[]> {
  openSession({
    request: {
      entry: '',
      version: '30.0.0',
      workspaceRoot: '/w',
      projectName: 'app',
      config: undefined,
      runnerArguments: [],
      files: 'all',
      keepCache: false,
      installationRoots: [],
      probes: undefined,
      readsPreload: '',
      ...request,
    },
    globalConfig: { testSequencer },
    Sequencer: Backwards,
    name: (_config, path) => file(path),
    found: found.map(file),
    isPlain: () => true,
  });
  const tests = paths.map((path) => ({ path, context: { config: {} as ProjectConfig } }));
  const sequencer = new SelectionSequencer({}) as unknown as Sequencer;
  return [...(await sequencer.sort(tests))].map(({ path }) => path);
}

const filesOf = (type: RunnerMessage['type']) =>
  parent.messages.flatMap((message) => {
    if (message.type !== type) return [];
    if (message.type === 'found') return message.found.map(({ path }) => path);
    return message.type === 'started' ? message.files.map(({ path }) => path) : [];
  });

test('without requested files everything runs, in the order of the sequencer', async () => {
  expect(await sort(['a', 'b', 'c'], {})).toEqual(['c', 'b', 'a']);
  expect(filesOf('started')).toEqual(['a', 'b', 'c']);
});

test('only selected files run, and all known files are reported as found', async () => {
  const selected = [file('b'), file('gone'), { suite: 'other', path: 'a' }];
  expect(await sort(['a', 'b'], { files: selected }, jestOwn, ['a', 'b', 'left-out'])).toEqual(['b']);
  expect(filesOf('found')).toEqual(['a', 'b', 'left-out']);
  expect(filesOf('started')).toEqual(['b']);
});

test("files run in the requested order if the sequencer is Jest's own, and unknown ones first", async () => {
  const order = [file('b'), file('a')];
  expect(await sort(['a', 'b', 'new'], { order })).toEqual(['new', 'b', 'a']);
});

test('a sequencer of the user decides the order', async () => {
  const order = [file('a'), file('b'), file('c')];
  expect(await sort(['a', 'b', 'c'], { order }, '/w/app/sequencer.js')).toEqual(['c', 'b', 'a']);
});
