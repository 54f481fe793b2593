import { expect, test } from 'vitest';
import { testFlags } from '@nx-testmon/runner';
import { vitestRunner } from './vitest-runner';

test.each([
  ['vitest', {}],
  ['vitest run --coverage --reporter=dot', {}],
  ['npx vitest run --passWithNoTests', { flags: { passWithNoTests: true } }],
  ['npm run build && TZ=UTC vitest run --mode ci', { env: { TZ: 'UTC' }, flags: { mode: 'ci' } }],
  ['cross-env NODE_ENV=test pnpm exec vitest', { env: { NODE_ENV: 'test' } }],
  [`A="two words" B=$HOME vitest run`, { env: { A: 'two words' } }],
  [
    'vitest run -c vitest.unit.config.ts --globals',
    { config: 'vitest.unit.config.ts', flags: { globals: true } },
  ],
  [
    'vitest --config=./vitest.unit.config.ts --no-isolate',
    { config: './vitest.unit.config.ts', flags: { isolate: false } },
  ],
  [
    'vitest run --pass-with-no-tests --test-timeout 9000',
    { flags: { passWithNoTests: true, testTimeout: '9000' } },
  ],
  ['vitest run --isolate=false --environment jsdom', { flags: { isolate: false } }],
  [
    'node --max-old-space-size=4096 ./node_modules/vitest/vitest.mjs run --dir src',
    { flags: { dir: 'src' } },
  ],
])('%s runs Vitest', (command, expected) => {
  expect(vitestRunner.parseCommand(command)).toEqual({ config: undefined, env: {}, flags: {}, ...expected });
});

test.each([
  'jest',
  'npm i -D vitest',
  'vitest bench',
  'echo "no vitest here"',
  'eslint vitest.config.ts',
  '',
])('"%s" does not run tests with Vitest', (command) => {
  expect(vitestRunner.parseCommand(command)).toBeUndefined();
});

test('only options of an executor that change the tests are flags', () => {
  expect(
    testFlags(vitestRunner.flags, {
      mode: 'ci',
      passWithNoTests: true,
      retry: 2,
      reportsDirectory: 'x',
      watch: true,
      dir: ['a'],
    }),
  ).toEqual({
    mode: 'ci',
    passWithNoTests: true,
    retry: '2',
  });
});
