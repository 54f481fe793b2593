import { expect, test } from 'vitest';
import { jestRunner } from './jest-runner';

test.each([
  ['jest', {}],
  ['jest --coverage --watch', {}],
  [
    'TZ=UTC npx jest -c jest.unit.config.js --runInBand',
    { config: 'jest.unit.config.js', env: { TZ: 'UTC' }, flags: { runInBand: true } },
  ],
  [
    'node --experimental-vm-modules node_modules/jest/bin/jest.js',
    { env: { NODE_OPTIONS: '--experimental-vm-modules' } },
  ],
  [
    'cross-env NODE_OPTIONS="--experimental-vm-modules --no-warnings" jest --passWithNoTests',
    { env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' }, flags: { passWithNoTests: true } },
  ],
])('%s runs Jest', (command, expected) => {
  expect(jestRunner.parseCommand(command)).toEqual({ config: undefined, env: {}, flags: {}, ...expected });
});

test.each([
  'vitest run',
  'jest --clearCache',
  'npm install jest',
  'ts-jest config:init',
  'eslint jest.config.js',
])('%s does not run Jest', (command) => {
  expect(jestRunner.parseCommand(command)).toBeUndefined();
});
