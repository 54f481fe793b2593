import { optionsOf } from '@nx-testmon/core';
import { readModuleModel } from '@nx-testmon/graph';
import { expect, test } from 'vitest';
import { runnerSyntax } from './runner-syntax';

function options(configuration: string, path: string): string {
  const { blocks } = readModuleModel(`export default ${configuration};`, path, runnerSyntax);
  const found = blocks.find(({ name }) => name.endsWith(optionsOf('')));
  if (!found) throw new Error(`no options in ${path}`);
  return found.hash;
}

test.each([
  ['vitest.config.ts', `{ test: { reporters: ['tap-flat'] } }`, `{ test: { reporters: ['default'] } }`],
  ['vite.config.ts', `{ test: { outputFile: 'a', hideSkippedTests: true } }`, '{ test: {} }'],
  ['vitest.config.ts', '{ test: { coverage: { skipFull: true, watermarks: {} } } }', '{ test: {} }'],
  ['vitest.config.ts', '{ test: { coverage: { reportOnFailure: true } } }', '{ test: {} }'],
  [
    'vitest.config.ts',
    '{ test: { projects: [{ test: { outputFile: 1 } }] } }',
    '{ test: { projects: [{ test: {} }] } }',
  ],
  ['jest.config.ts', `{ reporters: ['github-actions'] }`, `{ reporters: ['default'] }`],
  ['jest.preset.js', `{ coverageDirectory: 'a', coverageThreshold: {}, coverageReporters: [] }`, '{}'],
  ['jest.config.js', '{ openHandlesTimeout: 1, slowTestThreshold: 2 }', '{}'],
])('%s: no result depends on the options of %s', (path, one, other) => {
  expect(options(one, path)).toBe(options(other, path));
});

test.each([
  ['vitest.config.ts', '{ test: { slowTestThreshold: 1 } }', '{ test: {} }'],
  ['vitest.config.ts', '{ test: { passWithNoTests: true } }', '{ test: {} }'],
  ['vitest.config.ts', `{ test: { reporters: ['html'] } }`, `{ test: { reporters: ['default'] } }`],
  ['vitest.config.ts', `{ reporters: ['summary'] }`, `{ reporters: ['default'] }`],
  ['jest.config.ts', '{ verbose: true }', '{}'],
  ['jest.config.ts', `{ test: { outputFile: 'a' } }`, '{ test: {} }'],
])('%s: results may depend on the options of %s', (path, one, other) => {
  expect(options(one, path)).not.toBe(options(other, path));
});
