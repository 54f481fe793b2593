import { expect, test } from 'vitest';
import { mentionsTests } from './mentions-tests';

test.each([
  `export default defineConfig({ test: { globals: true } })`,
  `/// <reference types="vitest" />`,
  `import { defineConfig } from 'vitest/config'`,
  `export default { 'test': {} }`,
  `export { default } from '@acme/vite-config'`,
  `const test = {}; export default { plugins: [], test }`,
])('tests are configured by %s', (text) => {
  expect(mentionsTests(text)).toBe(true);
});

test.each([`export default defineConfig({ build: {} })`, `{ test.exclude }`, `latest: 1`])(
  'no tests are configured by %s',
  (text) => {
    expect(mentionsTests(text)).toBe(false);
  },
);
