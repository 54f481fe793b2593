import { expect, test } from 'vitest';
import { parsePluginOptions } from './plugin-options';

test('no options at all give the usual target names', () => {
  expect(parsePluginOptions(undefined)).toEqual({
    targetName: 'testmon',
    affectedTargetName: 'test-affected',
    include: [],
    exclude: [],
    inheritFrom: undefined,
  });
});

test('one glob or one target name is the same as a list of one', () => {
  const options = parsePluginOptions({
    include: '**/unit.config.ts',
    exclude: 'old/**',
    inheritFrom: 'unit',
  });
  expect(options).toMatchObject({
    include: ['**/unit.config.ts'],
    exclude: ['old/**'],
    inheritFrom: ['unit'],
  });
});

test.each([
  [{ targtName: 'x' }, 'unknown option "targtName", did you mean "targetName"?'],
  [{ target: 'x' }, 'unknown option "target", did you mean "targetName"?'],
  [{ colour: 'x' }, 'unknown option "colour", the options are targetName'],
  [{ targetName: '' }, '"targetName" must not be empty'],
  [{ include: [1] }, '"include" must be a glob or a list of globs'],
  [{ inheritFrom: true }, '"inheritFrom" must be a target name or a list of them'],
  [{ targetName: 'a', affectedTargetName: 'a' }, '"targetName" and "affectedTargetName" are both "a"'],
  ['text', 'must be an object'],
])('the options %j are refused by name', (raw, message) => {
  expect(() => parsePluginOptions(raw)).toThrow(message);
});
