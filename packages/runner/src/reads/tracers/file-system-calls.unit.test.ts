import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessesOfCall, accessesOfResult, type FileSystemAccess } from './file-system-calls';

function accessesOf(name: string, ...args: readonly unknown[]): readonly FileSystemAccess[] {
  const of = accessesOfCall[name];
  if (of === undefined) throw new Error(`${name} is not known`);
  return of(args);
}

const read = (path: unknown) => ({ type: 'read', path });
const lookUp = (path: unknown) => ({ type: 'look-up', path });
const write = (path: unknown, overwrites: boolean) => ({ type: 'write', path, overwrites });

describe('what a call of fs accesses', () => {
  it.each(['readFile', 'openAsBlob'])('%s reads content', (name) => {
    expect(accessesOf(name, 'a', 'utf8')).toEqual([read('a')]);
  });

  it.each(['stat', 'watch', 'watchFile'])('%s reads dates and size', (name) => {
    expect(accessesOf(name, 'a')).toEqual([{ type: 'stat', path: 'a' }]);
  });

  it('lstat also reads whether a link exists', () => {
    expect(accessesOf('lstat', 'a')).toEqual([{ type: 'stat', path: 'a' }, lookUp('a')]);
  });

  it.each(['exists', 'access', 'realpath', 'readlink', 'rm', 'rmdir', 'unlink'])(
    '%s reads whether a path exists',
    (name) => {
      expect(accessesOf(name, 'a')).toEqual([lookUp('a')]);
    },
  );

  it.each(['readdir', 'opendir'])('%s lists a folder, and those below it with `recursive`', (name) => {
    expect(accessesOf(name, 'a')).toEqual([{ type: 'list', path: 'a' }]);
    expect(accessesOf(name, 'a', 'utf8')).toEqual([{ type: 'list', path: 'a' }]);
    expect(accessesOf(name, 'a', { recursive: true })).toEqual([
      { type: 'list', path: 'a' },
      { type: 'read-tree', path: 'a', withContents: false },
    ]);
  });

  it('writeFile overwrites, appendFile and truncate keep earlier content', () => {
    expect(accessesOf('writeFile', 'a', 'text')).toEqual([write('a', true)]);
    expect(accessesOf('appendFile', 'a', 'text')).toEqual([write('a', false)]);
    expect(accessesOf('truncate', 'a')).toEqual([write('a', false)]);
  });

  it('mkdir observes whether the folder existed', () => {
    expect(accessesOf('mkdir', 'a')).toEqual([lookUp('a'), write('a', false)]);
  });

  it.each(['copyFile', 'rename', 'link'])('%s reads one path and overwrites the other', (name) => {
    expect(accessesOf(name, 'a', 'b')).toEqual([read('a'), write('b', true)]);
  });

  it('symlink writes the link and does not read its target', () => {
    expect(accessesOf('symlink', 'a', 'b')).toEqual([write('b', true)]);
  });

  it('cp reads a whole folder', () => {
    expect(accessesOf('cp', 'a', 'b')).toEqual([
      read('a'),
      { type: 'read-tree', path: 'a', withContents: true },
      write('b', true),
    ]);
  });

  it('mkdtemp creates the folder that it returns', () => {
    expect(accessesOfResult['mkdtemp']?.('/tmp/x1')).toEqual([{ type: 'created', path: '/tmp/x1' }]);
  });

  it.each([
    [undefined, ['read']],
    [() => undefined, ['read']],
    ['r', ['read']],
    ['rs', ['read']],
    ['r+', ['read', 'change']],
    ['w', ['overwrite']],
    ['wx', ['overwrite']],
    ['w+', ['overwrite']],
    ['a', ['change']],
    ['ax+', ['change']],
    [0, ['read']],
    [1, ['change']],
    [2, ['read', 'change']],
    [0o1000 | 1, ['overwrite']],
    [0o1000 | 2, ['overwrite']],
  ])('open with flags %s: %s', (flags, expected) => {
    const names = accessesOf('open', 'a', flags).map((access) =>
      access.type === 'write' ? (access.overwrites ? 'overwrite' : 'change') : access.type,
    );
    expect(names).toEqual(expected);
  });

  describe('glob', () => {
    const tree = (top: string) => [
      lookUp(top),
      { type: 'list', path: top },
      { type: 'read-tree', path: top, withContents: false },
    ];

    it('lists the folder before the first wildcard, and everything below it', () => {
      expect(accessesOf('glob', 'src/**/*.ts', { cwd: '/w' })).toEqual(tree(join('/w', 'src/')));
      expect(accessesOf('glob', '/data/*.json')).toEqual(tree('/data/'));
    });

    it('lists the current folder if a pattern names none', () => {
      expect(accessesOf('glob', '*.ts')).toEqual(tree(process.cwd()));
      expect(accessesOf('glob', '*.ts', { cwd: 'packages' })).toEqual(tree(resolve('packages')));
    });

    it('looks up a name without a wildcard', () => {
      expect(accessesOf('glob', 'src/a.ts', { cwd: '/w' })).toEqual([
        ...tree(join('/w', 'src/')),
        lookUp(join('/w', 'src/a.ts')),
      ]);
    });

    it('accepts several patterns, and ignores other values', () => {
      expect(accessesOf('glob', ['a/*', 1, 'b/*'], { cwd: '/w' })).toEqual([
        ...tree(join('/w', 'a/')),
        ...tree(join('/w', 'b/')),
      ]);
    });
  });
});
