import { describe, expect, it } from 'vitest';
import { parseRunFilters, vitestEnvironmentArguments } from './parse-run-filters';

function namesOf(...runnerArguments: string[]): string[] {
  return Object.entries(parseRunFilters(runnerArguments))
    .filter(([, value]) => value === true)
    .map(([name]) => name);
}

describe('parseRunFilters', () => {
  it('finds no filter in options that do not filter', () => {
    expect(namesOf('--reporter=dot', '--pool', 'forks', '--retry=2', '--no-color')).toEqual([]);
    expect(parseRunFilters(['--reporter', 'dot', '--pool', 'forks']).fileFilters).toEqual([]);
  });

  it.each([
    [['-t', 'sum'], 'nameFilter'],
    [['-t=sum'], 'nameFilter'],
    [['--testNamePattern', 'sum'], 'nameFilter'],
    [['--tagsFilter=slow'], 'partialTestFiles'],
    [['--shard=1/2'], 'shard'],
    [['--shard', '1/2'], 'shard'],
    [['--project', 'a'], 'projects'],
    [['--changed'], 'changed'],
    [['-u'], 'update'],
    [['--update'], 'update'],
    [['-w'], 'watch'],
    [['--ui'], 'watch'],
    [['--inspect-brk=9229'], 'inspect'],
    [['--inspectBrk'], 'inspect'],
    [['--coverage'], 'coverage'],
    [['--coverage.enabled=true'], 'coverage'],
    [['--bail=1'], 'bail'],
    [['--listTags'], 'listOnly'],
    [['--help'], 'listOnly'],
  ] as const)('reads %j', (runnerArguments, name) => {
    expect(namesOf(...runnerArguments)).toEqual([name]);
  });

  it('reads an option that is turned off', () => {
    expect(namesOf('--no-coverage', '--watch=false', '--coverage.enabled=false', '--bail=0')).toEqual([]);
  });

  it('distinguishes file filters from the values of options', () => {
    const { fileFilters } = parseRunFilters([
      'src/a',
      '-t',
      'sum',
      '--coverage',
      'src/b',
      '-u',
      'src/c',
      '--',
      '--odd',
    ]);
    expect(fileFilters).toEqual(['src/a', 'src/b', 'src/c', '--odd']);
  });

  it('recognizes a filter by line as partial', () => {
    expect(namesOf('src/a.test.ts:12')).toEqual(['partialTestFiles']);
  });
});

it.each([
  [[], []],
  [['--mode', 'staging'], ['--mode=staging']],
  [['--mode', 'production', 'src/a.test.ts'], ['--mode=production']],
  [
    ['--pool=forks', '--globals', 'src/a.test.ts'],
    ['--globals=true', '--pool=forks'],
  ],
  [['--no-isolate'], ['--isolate=false']],
  [['--new-option', 'word'], ['--newOption=word']],
  [['--reporter', 'junit', '--outputFile', 'report.xml'], []],
  [['--reporter=json', '--outputFile.json=report.json'], []],
  [['-t', 'sum', '--coverage.enabled', '--coverage.reporter', 'text', '--bail', '1'], []],
])('%j is the environment %j', (runnerArguments, expected) => {
  expect(vitestEnvironmentArguments(runnerArguments)).toEqual(expected);
});
