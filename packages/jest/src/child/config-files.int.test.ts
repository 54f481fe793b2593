import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { configFiles } from './config-files';
import type { ReadConfigs } from './jest-api';

const nothing = { globalConfig: {}, configs: [] } as unknown as ReadConfigs;

test('the files of a configuration include its preset', () => {
  using workspace = createWorkspace({ 'jest.config.js': `preset: './base'`, 'base.js': '' });
  const files = configFiles(workspace.root, workspace.path('jest.config.js'), nothing);
  expect(files).toEqual([workspace.path('base.js'), workspace.path('jest.config.js')]);
});

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'a configuration that can not be read fails (only on Linux)',
  () => {
    using workspace = createWorkspace({});
    workspace.link('jest.config.js', '/proc/self/mem');
    expect(() => configFiles(workspace.root, workspace.path('jest.config.js'), nothing)).toThrow('EIO');
  },
);
