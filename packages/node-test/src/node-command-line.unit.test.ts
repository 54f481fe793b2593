import { expect, test } from 'vitest';
import { nodeOptionValue, parseNodeCommandLine, writeNodeOptions } from './node-command-line';

test.each([
  [['--test-timeout', '100', 'a.js'], ['--test-timeout=100'], ['a.js']],
  [['--test_timeout=100', '--watch', 'a.js'], ['--test-timeout=100', '--watch'], ['a.js']],
  [['-r', './setup.js', '-C', 'source'], ['--require=./setup.js', '--conditions=source'], []],
  [['--no-warnings', '--unknown', 'a.js'], ['--no-warnings', '--unknown'], ['a.js']],
  [['--import', '--odd'], ['--import=--odd'], []],
  [['--test', '--', '--a_b', 'c'], ['--test'], ['--a_b', 'c']],
])('%j', (words, options, patterns) => {
  const command = parseNodeCommandLine(words);
  expect(writeNodeOptions(command.options)).toEqual(options);
  expect(command.patterns).toEqual(patterns);
});

test('of an option that is given twice, the last value counts', () => {
  const command = parseNodeCommandLine(['--test-shard=1/2', '--test-shard', '2/2', '--watch']);
  expect(nodeOptionValue(command, 'test-shard')).toBe('2/2');
  expect(nodeOptionValue(command, 'watch')).toBe(true);
  expect(nodeOptionValue(command, 'import')).toBeUndefined();
});
