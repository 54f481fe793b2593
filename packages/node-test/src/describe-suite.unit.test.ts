import { expect, test } from 'vitest';
import { parseNodeCommandLine } from './node-command-line';
import { describeSuite } from './describe-suite';

const describe = (words: string) =>
  describeSuite('app', 'packages/app', 'packages/app/package.json', parseNodeCommandLine(words.split(' ')));

test('modules and files that a command loads before the tests belong to every test', () => {
  const { setup } = describe(
    '--test --import tsx -r ../setup.cjs --env-file=.env --test-reporter=spec --test-reporter ./r.mjs',
  );
  expect(setup).toEqual(['tsx', 'packages/setup.cjs', 'packages/app/r.mjs', 'packages/app/.env']);
});

test('a module that both options name appears once, and built-in modules do not appear', () => {
  expect(describe('--test --import tsx --require tsx --import node:process').setup).toEqual(['tsx']);
});

test('patterns are those of the command, otherwise Node’s defaults', () => {
  expect(describe('--test src/*.test.js').include).toEqual(['src/*.test.js']);
  const [own = ''] = describe('--test --no-experimental-strip-types').include;
  expect(own).toBe('**/{test,test/**/*,test-*,*[._-]test}.{js,cjs,mjs}');
  expect(describe('--test --experimental-strip-types').include[0]).toContain('mts');
});

test('a hidden folder is searched if a pattern names one', () => {
  expect(describe('--test').exclude).toContain('**/.*/**');
  expect(describe('--test .checks/*.js').exclude).toEqual(['**/node_modules/**']);
});

test('conditions of the command are added to those of Node', () => {
  expect(describe('--test -C source').conditions).toEqual(['source', 'node', 'node-addons', 'module-sync']);
});

test('one process for all test files shares their modules', () => {
  expect(describe('--test --test-isolation=none').isolate).toBe(false);
  expect(describe('--test').isolate).toBe(true);
});
