import { expect, test } from 'vitest';
import { runnerReads } from './reads-settings';

const parts = new RegExp(`^(?:${runnerReads('/w', []).packages.parts})$`);

test.each([
  'jest-config',
  'jest-runtime',
  'jest-cli',
  'jest-runner',
  '@jest/core',
  '@swc/core',
  '@swc/core-linux-x64-gnu',
  'unrs-resolver',
  '@unrs/resolver-binding-linux-x64-gnu',
])('%s is a part of Jest', (name) => expect(name).toMatch(parts));

test.each(['jest-image-snapshot', 'jest', 'expect', '@swc/jest'])('%s is not a part of Jest', (name) =>
  expect(name).not.toMatch(parts),
);
