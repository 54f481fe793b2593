import { noRunFilters } from '@nx-testmon/runner';
import { expect, test } from 'vitest';
import { jestEnvironmentArguments, parseRunFilters } from './parse-run-filters';

test.each([
  [[], {}],
  [['-t', 'sum'], { nameFilter: true }],
  [['--testNamePattern=sum'], { nameFilter: true }],
  [['--test-name-pattern', 'sum'], { nameFilter: true }],
  [['src/a.test.ts'], { fileFilters: ['src/a.test.ts'] }],
  [['--testPathPattern', 'src', 'lib'], { fileFilters: ['src', 'lib'] }],
  [['--testPathPatterns=src'], { fileFilters: ['src'] }],
  [['--runInBand', 'src'], { fileFilters: ['src'] }],
  [['--maxWorkers', '2'], {}],
  [['--reporters', 'default', '--silent'], {}],
  [['--coverage'], { coverage: true }],
  [['--no-coverage'], {}],
  [['--coverage=false'], {}],
  [['-u'], { update: true }],
  [['-ui'], { update: true }],
  [['--onlyChanged'], { changed: true }],
  [['-o'], { changed: true }],
  [['--findRelatedTests', 'src/a.ts'], { changed: true, fileFilters: ['src/a.ts'] }],
  [['--selectProjects', 'a', 'b'], { projects: true }],
  [['--watchAll'], { watch: true }],
  [['--shard=1/2'], { shard: true }],
  [['--bail'], { bail: true }],
  [['--bail=0'], {}],
  [['--listTests'], { listOnly: true }],
  [['--', 'a', '-t'], { fileFilters: ['a', '-t'] }],
])('%j', (runnerArguments, expected) => {
  expect(parseRunFilters(runnerArguments)).toEqual({ ...noRunFilters, ...expected });
});

test.each([
  [[], []],
  [['--env', 'jsdom'], ['--env=jsdom']],
  [['--env', 'node', 'src/a.test.ts'], ['--env=node']],
  [['--ci', 'src/a.test.ts'], ['--ci=true']],
  [['--no-cache'], ['--cache=false']],
  [['--new-option', 'word'], ['--newOption=word']],
  [
    ['--setupFiles', 'a.js', 'b.js', '--ci'],
    ['--ci=true', '--setupFiles=a.js', '--setupFiles=b.js'],
  ],
  [['--json', '--outputFile', 'report.json'], []],
  [['--json', '--outputFile=report.json', '--testLocationInResults', '--reporters', 'default'], []],
  [['--coverage', '--coverageReporters', 'text', 'lcov', '--bail'], []],
])('%j is the environment %j', (runnerArguments, expected) => {
  expect(jestEnvironmentArguments(runnerArguments)).toEqual(expected);
});
