import { expect, test } from 'vitest';
import { joinRunnerSyntax, noRunnerSyntax } from './runner-syntax';

test('the syntax of several test runners has each name once, in any order of the test runners', () => {
  const one = { pragmas: ['one', 'both'], metaProperties: ['one'] };
  const other = { pragmas: ['both', 'another'], metaProperties: [] };
  const joined = { pragmas: ['another', 'both', 'one'], metaProperties: ['one'] };
  expect(joinRunnerSyntax([one, other, noRunnerSyntax])).toEqual(joined);
  expect(joinRunnerSyntax([other, noRunnerSyntax, one])).toEqual(joined);
  expect(joinRunnerSyntax([])).toEqual(noRunnerSyntax);
});
