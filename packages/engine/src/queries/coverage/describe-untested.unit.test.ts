import { expect, test } from 'vitest';
import { describeUntested } from './describe-untested';

const code = [
  { kind: 'function', code: 'a()', file: 'a.ts', line: 1 },
  { kind: 'branch', code: 'b()/then', file: 'a.ts', line: 5 },
] as const;

test.each([
  ['HEAD', [], [], 'Every uncommitted function or branch was executed by a test file'],
  ['HEAD', code.slice(1), [], 'No test file executed 1 uncommitted function or branch'],
  ['HEAD', code, ['b.ts'], 'No test file executed 2 uncommitted functions and branches'],
  ['HEAD', [], ['b.ts'], 'No uncommitted function or branch is known to be untested'],
  ['main', [], [], 'Every function or branch changed since main was executed by a test file'],
  ['main', code, [], 'No test file executed 2 functions and branches changed since main'],
  ['a\nb', [], ['b.ts'], 'No function or branch changed since a\\nb is known to be untested'],
])('changes since %j', (base, some, unknown, expected) => {
  expect(describeUntested({ base, code: some, unknown })).toBe(expected);
});
