import { expect, test } from 'vitest';
import { ProbeCandidates } from './probe-candidate';

const candidates = new ProbeCandidates('/work/shop');

test.each([
  ['/work/shop/libs/a.ts', 'libs/a.ts'],
  ['/work/shop/..data/a.ts', '..data/a.ts'],
  ['/work/shop/my_node_modules/a.ts', 'my_node_modules/a.ts'],
])('%s is a file of the workspace', (file, path) => {
  expect(candidates.workspacePathOf(file)).toBe(path);
});

test.each(['/work/shop2/a.ts', '/work/a.ts', '/work/shop/libs/a/node_modules/x/a.js'])(
  '%s is outside of the workspace or in a package',
  (file) => expect(candidates.workspacePathOf(file)).toBeUndefined(),
);

test('a workspace may be in a folder of packages', () => {
  const inPackages = new ProbeCandidates('/work/node_modules/shop');
  expect(inPackages.workspacePathOf('/work/node_modules/shop/a.ts')).toBe('a.ts');
});
