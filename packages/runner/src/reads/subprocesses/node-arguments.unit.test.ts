import { expect, it } from 'vitest';
import { areTraceableArguments, isTraceableNodeOptions } from './node-arguments';

it.each([
  'cli.js --permission',
  '--no-warnings cli.js',
  '--enable-source-maps --max-old-space-size=100 cli.js',
  '--import ./hook.mjs -r ./a.cjs --conditions=dev cli.js',
  '-e 1',
  '--eval=1',
  '-p 1 + 1',
  '--input-type=module -e 1',
])('node %s can be traced', (text) => {
  expect(areTraceableArguments(text.split(' '))).toBe(true);
});

it.each([
  '',
  '-',
  '--version',
  '-v',
  '-i',
  'inspect cli.js',
  '--inspect cli.js',
  '--permission cli.js',
  '--experimental-permission cli.js',
  '--snapshot-blob blob cli.js',
  '--build-snapshot cli.js',
  '--experimental-sea-config sea.json',
  '--env-file=.env cli.js',
  '--loader ./hook.mjs cli.js',
  '--experimental-loader=./hook.mjs cli.js',
  '--preserve-symlinks cli.js',
  '--test cli.js',
  '--watch cli.js',
  '--run build',
  '--check cli.js',
  '--no-such-option cli.js',
  '-- cli.js',
  '--import',
  '-e',
  '--no-warnings',
])("node %s can't be traced", (text) => {
  expect(areTraceableArguments(text === '' ? [] : text.split(' '))).toBe(false);
});

it('decides for NODE_OPTIONS by the same options', () => {
  for (const text of ['', ' ', '--no-warnings', '--require ./a.cjs  --enable-source-maps'])
    expect(isTraceableNodeOptions(text)).toBe(true);
  for (const text of ['--permission', '--loader=./a.mjs', '--require "./a b.cjs"', '--require', 'a.js'])
    expect(isTraceableNodeOptions(text)).toBe(false);
});
