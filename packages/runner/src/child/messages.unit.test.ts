import type { Discovery } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { mark } from './message-mark';
import { MessageReader } from './messages';

const discovery: Discovery = {
  runner: 'vitest',
  version: '5.1.1',
  suites: [
    {
      id: 'app:vitest.config.ts',
      runnerProject: '',
      root: 'app',
      dir: 'app',
      include: ['**/*.test.ts'],
      exclude: [],
      includeSource: [],
      typecheck: { include: [], exclude: [] },
      setup: [],
      aliases: [{ find: '@', pattern: false, replacement: '/src' }],
      conditions: [],
      extensions: [],
      mainFields: [],
      snapshots: 'default',
      isolate: true,
    },
  ],
  configFiles: ['app/vitest.config.ts'],
};

const [suite] = discovery.suites;

function read(received: unknown) {
  return new MessageReader().read({ from: mark, type: 'discovered', discovery: received });
}

test('a discovery is received as it was sent', () => {
  expect(read(discovery)).toEqual({ from: mark, type: 'discovered', discovery });
});

test('reads of files are received, whatever the names of the files', () => {
  const state = { constructor: 'h', prototype: 'h', 'src/a.ts': 'h' };
  const reads = {
    files: state,
    modules: {},
    folders: {},
    lookups: {},
    packages: [],
    variables: [],
    created: [],
  };
  const message = { from: mark, type: 'read', reads };
  expect(new MessageReader().read(message)).toEqual(message);
});

test.each([
  ['null', null],
  ['nothing', {}],
  ['no suites', { ...discovery, suites: undefined }],
  ['suites that are no list', { ...discovery, suites: {} }],
  ['a suite that is null', { ...discovery, suites: [null] }],
  ['a pattern that is no text', { ...discovery, suites: [{ ...suite, include: [1] }] }],
  ['an isolate that is no flag', { ...discovery, suites: [{ ...suite, isolate: 'yes' }] }],
])('a discovery with %s is not one of the child scripts', (_, received) => {
  expect(read(received)).toBeUndefined();
});
