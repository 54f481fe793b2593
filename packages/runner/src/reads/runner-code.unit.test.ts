import { expect, it } from 'vitest';
import { loaderFilter } from './runner-code';

const isLoader = loaderFilter(
  { runner: String.raw`jest|@jest/.+`, search: 'jest-resolve', manifests: '@babel/core', loaders: 'vite' },
  (file) => !file.includes('/fixtures/'),
);

it.each([
  ['/w/node_modules/@jest/transform/build/index.js', true],
  ['/w/node_modules/jest-resolve/build/index.js', true],
  ['/w/node_modules/@babel/core/lib/config/files/module-types.js', true],
  ['/w/node_modules/.pnpm/vite@7/node_modules/vite/dist/node/module-runner.js', true],
  ['/w/node_modules/vite-plugin-load/index.js', false],
  ['/w/node_modules/vite/node_modules/left/index.js', false],
  ['/w/fixtures/node_modules/vite/index.js', false],
  ['/w/src/vite/index.js', false],
])('%s loads modules or settings for the test runner: %j', (file, expected) => {
  expect(isLoader(file)).toBe(expected);
});
