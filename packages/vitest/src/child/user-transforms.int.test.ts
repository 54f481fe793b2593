import { join } from 'node:path';
import { createWorkspace } from '@nx-testmon/testing';
import { evaluateWithoutOpenFiles } from '@nx-testmon/testing/without-open-files';
import { expect, test } from 'vitest';

// In another process, which may run out of file descriptors.
test.skipIf(process.platform === 'win32')(
  'a changed module that can not be read differs from every later text (not on Windows)',
  () => {
    using workspace = createWorkspace({ 'a.ts': '' });
    const evaluated = {
      path: join(__dirname, '../../dist/child/user-transforms.js'),
      prepare: `new exported.UserTransforms(${JSON.stringify(workspace.root)})`,
      expression: `(prepared.addChanged(${JSON.stringify(workspace.path('a.ts'))}),
        prepared.addTo({ loaded: ['a.ts'], files: {} }).files)`,
    };
    expect(evaluateWithoutOpenFiles(evaluated)).toEqual({ value: { 'a.ts': 'unknown' } });
  },
);
