import { join } from 'node:path';
import { evaluateWithoutOpenFiles } from '@nx-testmon/testing/without-open-files';
import { expect, test } from 'vitest';

const built = join(__dirname, '../../dist/files');

test.skipIf(process.platform === 'win32').each([
  ['glob-files.js', `exported.globFiles('/', ['*'], [])`],
  ['read-disk.js', `exported.readFolder('/')`],
  ['read-disk.js', `exported.readText('/dev/null')`],
])(
  'a process with too many open files does not find that nothing is there: %s %s (not on Windows)',
  (path, expression) => {
    expect(evaluateWithoutOpenFiles({ path: join(built, path), expression })).toEqual({ code: 'EMFILE' });
  },
);
