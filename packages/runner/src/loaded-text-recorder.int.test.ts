import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { LoadedTextRecorder } from './loaded-text-recorder';

test('the content of a file is recorded, unless there is no such file', () => {
  using workspace = createWorkspace({ 'a.js': 'a' });
  const recorder = new LoadedTextRecorder();
  for (const path of ['a.js', 'none.js']) recorder.addFile(path, workspace.path(path));
  expect(Object.keys(recorder.all)).toEqual(['a.js']);
  expect(recorder.isOnly('a.js', 'a')).toBe(true);
});

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'a file that can not be read now has no content that can be known (only on Linux)',
  () => {
    const recorder = new LoadedTextRecorder();
    expect(recorder.addFile('a.js', '/proc/self/mem')).toBeUndefined();
    expect(recorder.all).toEqual({ 'a.js': ['unknown'] });
  },
);
