import { expect, test } from 'vitest';
import { splitScript } from './split-script';

test.each([
  ['vitest run', [['vitest', 'run']]],
  [`a "b c" 'd"e'f`, [['a', 'b c', 'd"ef']]],
  ['A="two words" B=$HOME c ${D}', [['A=two words', 'B=$HOME', 'c', '$D']]],
  ['a src/*.test.js', [['a', 'src/*.test.js']]],
  ['a .\\bin\\b --x=C:\\y', [['a', '.\\bin\\b', '--x=C:\\y']]],
  ['a --name=', [['a', '--name=']]],
])('%s is one plain command', (script, commands) => {
  expect(splitScript(script)).toEqual({ commands, isPlain: true });
});

test.each([
  ['a && b || c; d | e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
  ['a\nb', [['a'], ['b']]],
  ['(cd x && a)', [['cd', 'x'], ['a']]],
  ['a > out.txt', [['a', 'out.txt']]],
  ['a `b`', [['a', '`b`']]],
  ['a "b && c" && d # e', [['a', 'b && c'], ['d']]],
])('%s is not one plain command', (script, commands) => {
  expect(splitScript(script)).toEqual({ commands, isPlain: false });
});

test('an expansion that no shell accepts produces no command', () => {
  expect(splitScript('a ${}')).toEqual({ commands: [], isPlain: false });
});
