import { join } from 'node:path';
import { evaluateWithoutOpenFiles } from '@nx-testmon/testing/without-open-files';
import { expect, test } from 'vitest';

test.skipIf(process.platform === 'win32').each(['findRecords', 'fileNames'])(
  'a process with too many open files does not find that there are no records: %s (not on Windows)',
  (name) => {
    const evaluated = {
      path: join(__dirname, '../../dist/records/record-files.js'),
      expression: `exported.${name}('/')`,
    };
    expect(evaluateWithoutOpenFiles(evaluated)).toEqual({ code: 'EMFILE' });
  },
);
