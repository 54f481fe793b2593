import { expect, test } from 'vitest';
import { keyHelp, meaningOf } from './keys';

test.each([
  [{ name: 'a' }, { kind: 'command', command: 'all' }],
  [{ name: 'f' }, { kind: 'command', command: 'failed' }],
  [{ name: 'return' }, { kind: 'command', command: 'again' }],
  [{ name: 'p' }, { kind: 'filter' }],
  [{ name: 'h' }, { kind: 'help' }],
  [{ name: 'q' }, { kind: 'stop' }],
  [{ name: 'c', ctrl: true }, { kind: 'stop' }],
  [{ name: 'a', ctrl: true }, undefined],
  [{ name: 'x' }, undefined],
  [{}, undefined],
])('the key %j means %j', (key, meaning) => {
  expect(meaningOf(key)).toEqual(meaning);
});

test('help names every key that has a meaning', () => {
  const named = keyHelp().map((line) => /press (\S+) to /.exec(line)?.[1]);
  expect(named).toEqual(['a', 'f', 'Enter', 'p', 'h', 'q']);
});
