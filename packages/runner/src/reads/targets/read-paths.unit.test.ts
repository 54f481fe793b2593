import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pathOfModule } from './read-paths';

test.each([
  'file:///w/node_modules/.pnpm/@a+b@1.0.0(c@2)/node_modules/@a/b/index.mjs',
  'file:///w/a%20b/c.ts',
  'file:///w/a/../b/./c.ts',
  'file:///w/...a/..b/c.',
  'file:///w/a//b.ts',
  'file:///w/a/',
  'file:///w/a/b.ts?v=1',
  'file:///w/a/b.ts#part',
  'file://localhost/w/a.ts',
  'file:///w/a\\b.ts',
  'file:///w/a\nb.ts',
])('the path of %j is the one that Node finds', (url) => {
  expect(pathOfModule(url)).toBe(fileURLToPath(url));
});

test.each([
  ['/w/a.ts?raw', '/w/a.ts'],
  ['/@fs/w/a.ts', '/w/a.ts'],
  ['file://elsewhere/w/a.ts', ''],
])('the path of %j is %j', (module, path) => expect(pathOfModule(module)).toBe(path));
