import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

/** A date that archives, image layers and `git restore-mtime` set for all files. */
const fixed = new Date('2023-11-14T22:13:20Z');
let workspace: TaskWorkspace;

beforeEach(() => {
  workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': 'export default { test: { include: ["*.test.ts"] } };',
    'libs/a/lib.ts': 'export const one = () => 1;\n',
    'libs/a/t.test.ts': `import { expect, test } from 'vitest'; import { one } from './lib';
test('t', () => { expect(one()).toBe(1); });\n`,
    'libs/a/data.json': '{"a":1}',
  });
});
afterEach(() => workspace[Symbol.dispose]());

/** Long after the files were written, so that recent files are not hashed again. */
const clock = () => Date.now() + 60_000;

test.each<[how: string, write: (path: string, text: string) => void]>([
  ['in place', (path, text) => writeFileSync(path, text)],
  [
    'by another file in its place',
    (path, text) => {
      writeFileSync(`${path}.tmp`, text);
      renameSync(`${path}.tmp`, path);
    },
  ],
])(
  'an edit %s that keeps size and date selects the test files that executed the file',
  async (_how, write) => {
    const path = workspace.files.path('libs/a/lib.ts');
    utimesSync(path, fixed, fixed);
    expect((await workspace.run({}, { clock })).report.outcome).toBe('passed');
    expect((await workspace.select({}, { clock })).selected).toEqual([]);
    const before = statSync(path);
    write(path, 'export const one = () => 8;\n');
    utimesSync(path, fixed, fixed);
    expect(statSync(path)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
    const { selected } = await workspace.select({}, { clock });
    expect(selected.map(({ testFile }) => testFile.path)).toEqual(['libs/a/t.test.ts']);
    expect((await workspace.run({}, { clock })).report.outcome).toBe('failed');
  },
);
