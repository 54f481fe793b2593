import { chmodSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FileCache, FileStamp } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import { link, readsAll, wholeFileReader, writeFiles, writeWorkspace } from '../workspace.testing';
import { openWorkspaceFiles, type WorkspaceFiles } from './workspace-files';

const longAfter = () => Date.now() + 60_000;

function open(
  root: string,
  cache: Partial<FileCache> = {},
  reader = wholeFileReader,
  clock = longAfter,
): WorkspaceFiles {
  return openWorkspaceFiles({
    root,
    cache: { file: () => undefined, model: () => undefined, ...cache },
    reader,
    clock,
  });
}

function cacheOf(files: WorkspaceFiles): FileCache {
  return { file: (path) => files.newFiles.get(path), model: (key) => files.newModels.get(key) };
}

describe('contentHash', () => {
  test('a file with unchanged size, dates and inode is not read again', () => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const first = open(root);
    first.contentHash('a.ts');
    // A wrong hash, which is returned only if the file is not read.
    const entry: FileStamp = { ...first.newFiles.get('a.ts')!, contentHash: 'known' };
    const second = open(root, { file: () => entry });
    expect(second.contentHash('a.ts')).toBe('known');
    expect(second.newFiles.size).toBe(0);
  });

  const fixed = new Date('2020-01-01T00:00:00Z');
  test.each<[how: string, edit: (path: string) => void]>([
    ['in place', (path) => writeFileSync(path, 'two')],
    [
      'that replaces the file',
      (path) => {
        writeFileSync(`${path}.new`, 'two');
        renameSync(`${path}.new`, path);
      },
    ],
  ])('an edit %s that keeps size and date is detected', (_how, edit) => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const path = join(root, 'a.ts');
    utimesSync(path, fixed, fixed);
    const first = open(root);
    const hash = first.contentHash('a.ts');
    edit(path);
    utimesSync(path, fixed, fixed);
    expect(statSync(path).mtimeMs).toBe(Number(first.newFiles.get('a.ts')!.mtimeNs) / 1e6);
    const second = open(root, { file: () => first.newFiles.get('a.ts') });
    expect(second.contentHash('a.ts')).not.toBe(hash);
    expect(second.contentHash('a.ts')).toBe(open(root).contentHash('a.ts'));
  });

  test.each([
    ['size', { size: 99n }],
    ['modification time', { mtimeNs: 1n }],
    ['change time', { ctimeNs: 1n }],
    ['inode', { ino: 1n }],
    ['clock that was set back since', { indexedAt: longAfter() + 60_000 }],
  ])('another %s means that the file is read again', (_what, other) => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const first = open(root);
    first.contentHash('a.ts');
    const entry = { ...first.newFiles.get('a.ts')!, contentHash: 'stale', ...other };
    const second = open(root, { file: () => entry });
    expect(second.contentHash('a.ts')).toBe(first.contentHash('a.ts'));
    expect(second.newFiles.get('a.ts')).toMatchObject({ contentHash: first.contentHash('a.ts') });
  });

  test('an entry that was stored right after the file was written is not trusted', () => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const path = join(root, 'a.ts');
    // The date does not show when the file was written.
    utimesSync(path, fixed, fixed);
    const { ctimeMs } = statSync(path);
    const first = open(root, {}, wholeFileReader, () => ctimeMs + 1);
    first.contentHash('a.ts');
    const entry = { ...first.newFiles.get('a.ts')!, contentHash: 'stale' };
    expect(open(root, { file: () => entry }).contentHash('a.ts')).toBe(first.contentHash('a.ts'));
    const later = { ...entry, indexedAt: ctimeMs + 10_000 };
    expect(open(root, { file: () => later }).contentHash('a.ts')).toBe('stale');
  });

  test('folders, dangling links and missing files have no hash', () => {
    const root = writeWorkspace({ 'a/x.ts': '' });
    link(root, 'gone.ts', 'nowhere');
    const files = open(root);
    const beside = `../${basename(root)}-absent.ts`;
    expect(['a', 'gone.ts', 'absent.ts', beside].map((path) => files.contentHash(path))).toEqual(
      Array(4).fill(undefined),
    );
    expect(files.model('gone.ts')).toBeUndefined();
  });

  test.skipIf(readsAll)(
    "a file that can't be read has its own hash, and is reported (neither as root nor on Windows)",
    () => {
      const root = writeWorkspace({ 'a.ts': 'one' });
      chmodSync(join(root, 'a.ts'), 0);
      const files = open(root);
      expect(files.contentHash('a.ts')).toBeDefined();
      expect(files.model('a.ts')).toMatchObject({ kind: 'whole-file' });
      expect(files.newFiles.size).toBe(0);
      expect(files.problems[0]).toMatchObject({ kind: 'file-unreadable', path: 'a.ts' });
    },
  );
});

describe('model', () => {
  test('equal texts under the same extension are parsed once, also in a later run', () => {
    const root = writeWorkspace({ 'a.ts': 'one', 'b.ts': 'one', 'c.tsx': 'one', 'd.d.ts': 'one' });
    const read: string[] = [];
    const reader = {
      ...wholeFileReader,
      read: (text: string, path: string) => (read.push(path), wholeFileReader.read(text, path)),
    };
    const first = open(root, {}, reader);
    const paths = ['a.ts', 'b.ts', 'c.tsx', 'd.d.ts'];
    const models = paths.map((path) => first.model(path));
    expect(read).toEqual(['a.ts', 'c.tsx', 'd.d.ts']);
    const second = open(root, cacheOf(first), reader);
    expect(paths.map((path) => second.model(path))).toEqual(models);
    expect(read).toHaveLength(3);
    expect(second.newModels.size).toBe(0);
    open(root, cacheOf(first), { ...reader, version: 'next' }).model('a.ts');
    expect(read).toHaveLength(4);
  });

  test('an invalid cached model is read again', () => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const ofAnother = JSON.stringify(wholeFileReader.read('two', 'a.ts'));
    for (const json of ['{"blocks"', '{}', 'null', '[]', ofAnother]) {
      expect(open(root, { model: () => json }).model('a.ts')).toEqual(wholeFileReader.read('one', 'a.ts'));
    }
  });

  test('a file that has changed since it was hashed is not cached under the old hash', () => {
    const root = writeWorkspace({ 'a.ts': 'one' });
    const files = open(root);
    files.contentHash('a.ts');
    writeFiles(root, { 'a.ts': 'two' });
    expect(files.model('a.ts')).toEqual(wholeFileReader.read('two', 'a.ts'));
    expect(files.newModels.size).toBe(0);
  });

  test('a module for which the reader throws is one block with its imports, and is reported', () => {
    const root = writeWorkspace({ 'a.ts': "import './b';" });
    const reader = {
      ...wholeFileReader,
      read: () => {
        throw new Error('too deep');
      },
    };
    const files = open(root, {}, reader);
    expect(files.model('a.ts')).toMatchObject({
      kind: 'whole-file',
      parseError: 'too deep',
      imports: [{ specifier: './b' }],
      contentHash: files.contentHash('a.ts'),
    });
    expect(files.problems).toEqual([{ kind: 'module-unreadable', path: 'a.ts', detail: 'too deep' }]);
    expect(files.newModels.size).toBe(0);
  });

  test('models that are coarser because of a limitation are not cached, and the limitation is reported once', () => {
    const root = writeWorkspace({ 'a.ts': 'one', 'b.ts': 'two', 'c.ts': 'three' });
    const reader = {
      ...wholeFileReader,
      read: (text: string, path: string) => ({
        ...wholeFileReader.read(text, path),
        ...(text === 'three' ? {} : { parseError: 'no parser' }),
      }),
      limitation: () => ({ kind: 'parser-not-loaded', detail: 'no binary' }) as const,
    };
    const files = open(root, {}, reader);
    for (const path of ['a.ts', 'b.ts', 'c.ts']) expect(files.model(path)?.kind).toBe('whole-file');
    expect(files.problems).toEqual([{ kind: 'parser-not-loaded', detail: 'no binary' }]);
    expect(files.newModels.size).toBe(1);
  });

  test('a file that is not a module is one block, and is not cached', () => {
    const root = writeWorkspace({ 'a.json': '{}' });
    const files = open(root);
    expect(files.model('a.json')).toMatchObject({
      kind: 'whole-file',
      contentHash: files.contentHash('a.json'),
    });
    expect(files.newModels.size).toBe(0);
  });
});

test('the files of a folder do not include those of folders whose names begin with its name', () => {
  const root = writeWorkspace({ 'a/x.ts': '', 'a/b/y.ts': '', 'a-b/z.ts': '', 'ab/z.ts': '', 'a.ts': '' });
  const files = open(root);
  expect(files.pathsIn('a')).toEqual(['a/b/y.ts', 'a/x.ts']);
  expect(files.pathsIn('.')).toHaveLength(5);
  expect(files.pathsIn('none')).toEqual([]);
});
