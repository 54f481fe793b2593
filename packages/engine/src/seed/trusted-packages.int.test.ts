import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { findChangedGraphFile } from './trusted-packages';

test('a file that defines dependencies between projects has changed if its text differs, or if one is missing', () => {
  using workspace = createWorkspace({ 'tsconfig.json': '{}' });
  using base = createWorkspace({ 'tsconfig.json': '{}' });
  expect(findChangedGraphFile(workspace.root, base.root)).toBeUndefined();
  base.write({ 'tsconfig.json': '{ }' });
  expect(findChangedGraphFile(workspace.root, base.root)).toBe('tsconfig.json');
  using empty = createWorkspace({});
  expect(findChangedGraphFile(workspace.root, empty.root)).toBe('tsconfig.json');
});

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'two files that can not be read are not the same (only on Linux)',
  () => {
    using workspace = createWorkspace({});
    using base = createWorkspace({});
    for (const one of [workspace, base]) one.link('pnpm-workspace.yaml', '/proc/self/mem');
    expect(() => findChangedGraphFile(workspace.root, base.root)).toThrow('EIO');
  },
);
