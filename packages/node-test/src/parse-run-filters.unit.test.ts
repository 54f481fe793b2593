import { noRunFilters } from '@nx-testmon/runner';
import { expect, test } from 'vitest';
import { nodeEnvironmentArguments, parseRunFilters } from './parse-run-filters';

test.each([
  [[], {}],
  [['--test-name-pattern', 'sum'], { nameFilter: true }],
  [['--test-name-pattern=sum', 'a.test.js'], { nameFilter: true, fileFilters: ['a.test.js'] }],
  [['--test_only'], { nameFilter: true }],
  [['--test-concurrency', '2'], {}],
  [['--import', 'tsx', 'a.test.ts'], { fileFilters: ['a.test.ts'] }],
  [['-r', './setup.js'], {}],
  [['--test-shard=1/2'], { shard: true }],
  [['--experimental-test-coverage'], { coverage: true }],
  [['--test-update-snapshots'], { update: true }],
  [['--watch'], { watch: true }],
  [['--inspect=9230'], { inspect: true }],
  [['--', '--a', 'b'], { fileFilters: ['--a', 'b'] }],
])('%j', (runnerArguments, expected) => {
  expect(parseRunFilters(runnerArguments)).toEqual({ ...noRunFilters, ...expected });
});

test.each([
  [[], []],
  [['--conditions', 'development'], ['--conditions=development']],
  [['--import=./register.mjs', 'test/a.test.mjs'], ['--import=./register.mjs']],
  [
    ['--new-option', 'word'],
    ['--new-option', 'word'],
  ],
  [['--test-reporter', 'junit', '--test-reporter-destination', 'report.xml'], []],
  [['--test-name-pattern', 'sum', '--test-shard=1/2', 'test/a.test.mjs'], []],
])('%j is the environment %j', (runnerArguments, expected) => {
  expect(nodeEnvironmentArguments(runnerArguments)).toEqual(expected);
});
