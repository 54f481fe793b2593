import { expect, test } from 'vitest';
import { runnerSyntax } from './runner-syntax';
import { testRunners } from './test-runners';

test('modules are read with the syntax of every test runner', () => {
  expect(runnerSyntax).toEqual({
    pragmas: ['jest', 'vitest'],
    metaProperties: ['vitest'],
    mockObjects: ['jest', 'vi', 'vitest'],
    mockMethods: [
      ...['createMockFromModule', 'deepUnmock', 'doMock', 'doUnmock', 'dontMock', 'genMockFromModule'],
      ...['importMock', 'mock', 'requireMock', 'setMock', 'unmock'],
      ...['unstable_mockModule', 'unstable_unmockModule'],
    ],
    actualMethods: ['importActual', 'requireActual'],
    hoistedMethods: ['hoisted'],
    configurations: [
      expect.objectContaining({ names: ['jest'] }),
      expect.objectContaining({ names: ['vite', 'vitest'] }),
    ],
  });
});

test('names of the syntax of a test runner are words, which stand for themselves in a pattern', () => {
  const names = testRunners.flatMap(({ syntax }) => [...syntax.pragmas, ...syntax.metaProperties]);
  const configurations = testRunners.flatMap(({ syntax }) => syntax.configurations);
  const options = configurations.flatMap(({ ignoredOptions, reporterOptions }) => [
    ...ignoredOptions,
    ...reporterOptions.map(({ option }) => option),
  ]);
  names.push(...configurations.flatMap((one) => one.names), ...options.flatMap((path) => path.split('.')));
  expect(names.filter((name) => !/^\w+$/.test(name))).toEqual([]);
});

test('the syntax is plain data, which other processes and cache keys receive whole', () => {
  expect(JSON.parse(JSON.stringify(runnerSyntax))).toEqual(runnerSyntax);
});
