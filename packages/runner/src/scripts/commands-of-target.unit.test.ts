import { expect, test } from 'vitest';
import { commandsOfTarget } from './commands-of-target';

test.each([
  [{ command: 'vitest run' }, ['vitest run']],
  [{ options: { command: 'vitest run', args: '--mode ci' } }, ['vitest run --mode ci']],
  [{ options: { commands: ['tsc -b', { command: 'jest' }] } }, ['tsc -b', 'jest']],
  [{ command: 'jest', options: { args: ['--ci', '--silent'] } }, ['jest --ci --silent']],
  [{ options: { commands: [{ prefix: 'a' }, 7, null] } }, []],
  [{ options: 'jest' }, []],
  [{}, []],
])('the commands of %j are %j', (target, commands) => {
  expect(commandsOfTarget(target)).toEqual(commands);
});
