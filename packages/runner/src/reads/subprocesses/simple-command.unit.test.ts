import { expect, it } from 'vitest';
import { parseSimpleCommand } from './simple-command';

it.each<[string, readonly string[]]>([
  ['node cli.js', ['node', 'cli.js']],
  ['  node\t./a/cli.js   --flag=1 -x ', ['node', './a/cli.js', '--flag=1', '-x']],
  [`"/usr/bin/node" 'my cli.js' "it's" 'say "hi"'`, ['/usr/bin/node', 'my cli.js', "it's", 'say "hi"']],
  [`node a"b c"d ''`, ['node', 'ab cd', '']],
])('%s is one command', (command, words) => {
  expect(parseSimpleCommand(command)).toEqual(words);
});

it.each([
  '',
  '  ',
  'node a.js | cat',
  'node a.js && node b.js',
  'node a.js; node b.js',
  'node a.js & ',
  'node a.js > out',
  'node a.js < in',
  'node $FILE',
  'node "$FILE"',
  'node `which cli`',
  'node "`which cli`"',
  'node $(which cli)',
  'node *.js',
  'node a?.js',
  'node [ab].js',
  'node {a,b}.js',
  'node ~/a.js',
  'node a\\ b.js',
  'node "a\\"b"',
  'node a.js # comment',
  'node a.js\nnode b.js',
  'A=1 node a.js',
  '(node a.js)',
  '! node a.js',
  'node "a',
  "node 'a",
])('%j is more than one command, or has another meaning in a shell', (command) => {
  expect(parseSimpleCommand(command)).toBeUndefined();
});
