import { createWorkspace } from '@nx-testmon/testing';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import * as plugin from '../index';
import { CONFIG_FILE_PATTERN } from './create-nodes';

test('targets are found in a folder on disk, and shown to come from the configuration file', async () => {
  using workspace = createWorkspace({
    'libs/a/package.json': { name: 'a', scripts: { test: 'TZ=UTC vitest run' } },
    'libs/a/vitest.config.ts': `throw new Error('no configuration is run')`,
    'libs/b/vite.config.ts': `export default {}`,
    'libs/b/package.json': { name: 'b' },
  });
  const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
  const found = await plugin.createNodesV2[1](
    ['libs/a/vitest.config.ts', 'libs/b/vite.config.ts', 'libs/gone/vitest.config.ts'],
    {},
    context,
  );
  expect(found).toHaveLength(1);
  expect(found[0]?.[0]).toBe('libs/a/vitest.config.ts');
  const { root: projectRoot, targets } = found[0]?.[1].projects?.['libs/a'] ?? {};
  expect(projectRoot).toBe('libs/a');
  expect(targets?.['testmon']?.options).toEqual({ config: 'vitest.config.ts', env: { TZ: 'UTC' } });
});

test('both names under which Nx looks up inference mean the same', () => {
  expect(plugin.createNodes).toBe(plugin.createNodesV2);
});

test('an invalid plugin option stops Nx with the name of the option', () => {
  const context = { workspaceRoot: '/w', nxJsonConfiguration: {} };
  expect(() => plugin.createNodesV2[1]([], { targetNam: 'x' }, context)).toThrow(
    'did you mean "targetName"?',
  );
});

test('Nx passes on every file that may be a configuration', () => {
  const files = [
    'libs/a/vitest.config.mts',
    'vite.config.cjs',
    'vitest.workspace.json',
    'a/vitest.unit.config.ts',
  ];
  for (const file of [...files, 'jest.config.json', 'libs/a/package.json', 'unit.config.ts'])
    expect(picomatch.isMatch(file, CONFIG_FILE_PATTERN), file).toBe(true);
});
