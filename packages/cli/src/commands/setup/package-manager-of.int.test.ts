import { lockfileNames, packageCommands } from '@nx-testmon/core';
import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { packageManagerOf } from './package-manager-of';

test.each(lockfileNames)('%s identifies its package manager', (name) => {
  const { root } = createWorkspace({ [name]: '' });
  expect(packageManagerOf(root)).toBe(packageCommands[name]);
});

test.each(['package-lock.json', 'npm-shrinkwrap.json'])(
  'if there is another lockfile beside %s, the other counts',
  (name) => {
    const { root } = createWorkspace({ [name]: '', 'yarn.lock': '' });
    expect(packageManagerOf(root)).toBe(packageCommands['yarn.lock']);
  },
);

test('a workspace without a lockfile uses npm', () => {
  expect(packageManagerOf(createWorkspace({ 'package.json': '{}' }).root).install).toBe('npm install');
});
