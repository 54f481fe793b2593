import { expect, test } from 'vitest';
import type { ConfigurationSyntax } from './configuration-syntax';
import { joinRunnerSyntax, noRunnerSyntax, type RunnerSyntax } from './runner-syntax';

const configuration = (name: string): ConfigurationSyntax => ({
  names: [name],
  definers: [],
  definerModules: [],
  projectOptions: [],
  ignoredOptions: [],
  reporterOptions: [],
  containerOptions: [],
});

test('the syntax of several test runners has each name once, in any order of the test runners', () => {
  const one: RunnerSyntax = {
    pragmas: ['one', 'both'],
    metaProperties: ['one'],
    mockObjects: ['one'],
    mockMethods: ['mock', 'unmock'],
    actualMethods: ['importActual'],
    hoistedMethods: [],
    configurations: [configuration('one')],
  };
  const other: RunnerSyntax = {
    pragmas: ['both', 'another'],
    metaProperties: [],
    mockObjects: ['other'],
    mockMethods: ['mock'],
    actualMethods: ['requireActual'],
    hoistedMethods: ['hoisted'],
    configurations: [configuration('another'), configuration('one')],
  };
  const joined: RunnerSyntax = {
    pragmas: ['another', 'both', 'one'],
    metaProperties: ['one'],
    mockObjects: ['one', 'other'],
    mockMethods: ['mock', 'unmock'],
    actualMethods: ['importActual', 'requireActual'],
    hoistedMethods: ['hoisted'],
    configurations: [configuration('another'), configuration('one')],
  };
  expect(joinRunnerSyntax([one, other, noRunnerSyntax])).toEqual(joined);
  expect(joinRunnerSyntax([other, noRunnerSyntax, one])).toEqual(joined);
  expect(joinRunnerSyntax([])).toEqual(noRunnerSyntax);
});
