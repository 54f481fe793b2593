import { type Fallback, InstallationFolders } from '@nx-testmon/core';
import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { FileSystemDisk } from '../targets/disk';
import { DiskOfResolution } from './disk-of-resolution';
import { SubprocessLoads } from './trace-subprocess-loads';

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'a manifest that can not be read makes the trace incomplete, and the load continues (only on Linux)',
  () => {
    using workspace = createWorkspace({ 'src/main.js': '', 'src/tools/index.js': '' });
    workspace.link('src/tools/package.json', '/proc/self/mem');
    const lost: Fallback[] = [];
    const tracer = {
      access: () => undefined,
      moduleLoaded: () => undefined,
      untraced: <Result>(work: () => Result) => work(),
      tracingLost: (fallback: Fallback) => void lost.push(fallback),
    };
    const disk = new FileSystemDisk(workspace.root, new InstallationFolders([]));
    const loads = new SubprocessLoads(tracer, new DiskOfResolution(disk));
    loads.used({ from: workspace.path('src/main.js'), specifier: './tools', found: undefined });
    expect(lost).toEqual([{ kind: 'system-failed', subject: expect.stringContaining('EIO') as string }]);
  },
);
