import { describe, expect, it } from 'vitest';
import { narrowing } from './narrowing';

function namesOf(...runnerArguments: string[]): string[] {
  return Object.entries(narrowing(runnerArguments))
    .filter(([, value]) => value === true)
    .map(([name]) => name);
}

describe('narrowing', () => {
  it('finds nothing in what does not narrow', () => {
    expect(namesOf('--reporter=dot', '--pool', 'forks', '--retry=2', '--no-color')).toEqual([]);
    expect(narrowing(['--reporter', 'dot', '--pool', 'forks']).fileFilters).toEqual([]);
  });

  it.each([
    [['-t', 'sum'], 'nameFilter'],
    [['-t=sum'], 'nameFilter'],
    [['--testNamePattern', 'sum'], 'nameFilter'],
    [['--tagsFilter=slow'], 'partialFiles'],
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

  it('hears a no', () => {
    expect(namesOf('--no-coverage', '--watch=false', '--coverage.enabled=false', '--bail=0')).toEqual([]);
  });

  it('tells file filters from the values of options', () => {
    const { fileFilters } = narrowing([
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

  it('knows a filter by line as one that runs files in part', () => {
    expect(namesOf('src/a.test.ts:12')).toEqual(['partialFiles']);
  });
});
