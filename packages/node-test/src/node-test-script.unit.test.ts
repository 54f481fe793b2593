import { expect, test } from 'vitest';
import { writeNodeOptions } from './node-command-line';
import { findTestScript, parseTestScript } from './node-test-script';

test.each([
  ['node --test', [], []],
  [`node --test 'src/**/*.test.js' "a b.js"`, [], ['src/**/*.test.js', 'a b.js']],
  ['TZ=UTC cross-env A=1 node --import tsx --test src', ['--import=tsx'], ['src']],
  [
    './node_modules/.bin/node -r ./setup.js --test-timeout 100 --test',
    ['--require=./setup.js', '--test-timeout=100'],
    [],
  ],
])('%s is a test script', (script, options, patterns) => {
  const command = parseTestScript(script);
  expect(command?.patterns).toEqual(patterns);
  expect(writeNodeOptions(command!.options.filter(({ name }) => name !== 'test'))).toEqual(options);
});

test.each([
  'node test.js',
  'tsc -b && node --test',
  'vitest run',
  'node --test > out.txt',
  'mynode --test',
  'npx node --test',
])('%s is not a test script', (script) => expect(parseTestScript(script)).toBeUndefined());

test('the script called test takes precedence', () => {
  const scripts = { a: 'node --test a.js', test: 'node --test b.js', other: 'tsc' };
  expect(findTestScript(scripts)?.patterns).toEqual(['b.js']);
  expect(findTestScript({ ...scripts, test: 'tsc' })?.patterns).toEqual(['a.js']);
  expect(findTestScript({ test: 'jest' })).toBeUndefined();
});
