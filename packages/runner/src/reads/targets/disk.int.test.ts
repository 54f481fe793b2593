import { join } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import { createWorkspace } from '@nx-testmon/testing';
import { evaluateWithoutOpenFiles } from '@nx-testmon/testing/without-open-files';
import { expect, test } from 'vitest';
import { FileSystemDisk } from './disk';

const built = join(__dirname, '../../../dist/reads/targets/disk.js');

test.skipIf(process.platform === 'win32').each(['content', 'listing', 'foldersIn', 'filesIn'])(
  'a process with too many open files does not find that nothing is there: %s (not on Windows)',
  (name) => {
    using workspace = createWorkspace({ 'data/a.txt': 'a' });
    const path = workspace.path(name === 'content' ? 'data/a.txt' : 'data');
    const evaluated = {
      path: built,
      prepare: `new exported.FileSystemDisk(${JSON.stringify(workspace.root)}, { isLeftOut: () => false })`,
      expression: `prepared.${name}(${JSON.stringify(path)})`,
    };
    expect(evaluateWithoutOpenFiles(evaluated)).toEqual({ code: 'EMFILE' });
  },
);

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'a file on a device that fails is not missing (only on Linux)',
  () => {
    const disk = new FileSystemDisk('/workspace', new InstallationFolders([]));
    expect(() => disk.content('/proc/self/mem')).toThrow('EIO');
  },
);

test('a path that does not exist is missing', () => {
  using workspace = createWorkspace({ file: '' });
  const disk = new FileSystemDisk(workspace.root, new InstallationFolders([]));
  for (const name of ['none', 'file/none', 'none/none']) {
    expect(disk.content(workspace.path(name))).toBe('missing');
    expect(disk.listing(workspace.path(name))).toBe('missing');
  }
});
