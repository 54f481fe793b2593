import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';

export const sizes = `export function size(isLarge: boolean) {
  if (isLarge) return 'large';
  return 'small';
}
export function unused() {
  return 1;
}
`;

/**
 * A workspace with one module and one test file, which executes a branch of one of its two functions.
 *
 * @param assertion what the test expects of `size(true)`
 * @param files further files
 */
export function createSizesWorkspace(
  assertion: string,
  files: Readonly<Record<string, string>> = {},
): TestWorkspace {
  return createWorkspace(
    {
      ...files,
      'package.json': { name: 'w', workspaces: ['libs/*'] },
      'package-lock.json': { lockfileVersion: 3, packages: { '': { name: 'w' } } },
      'libs/a/package.json': { name: 'a', type: 'module' },
      'libs/a/vitest.config.mts': 'export default {};\n',
      'libs/a/src/sizes.ts': sizes,
      'libs/a/src/sizes.test.ts': `import { expect, test } from 'vitest';
import { size } from './sizes';
test('it', () => expect(size(true)).${assertion});
`,
    },
    { packages: 'all' },
  );
}
