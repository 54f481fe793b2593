import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  folderOf,
  foldersUpward,
  fromWorkspacePath,
  isInFolder,
  isInside,
  isOutsideWorkspace,
  joinWorkspacePath,
  pathInFolder,
  relativeToWorkspace,
  toWorkspacePath,
} from './workspace-paths';

const segments = fc.array(fc.constantFrom('a', 'b.ts', '..', '.', '', '...', '.env', 'ws', 'ü x'), {
  maxLength: 6,
});

describe('on POSIX', () => {
  it('a path below the root equals the result of node:path, however it is written', () => {
    fc.assert(
      fc.property(segments, (parts) => {
        const absolute = `/ws/${parts.join('/')}`;
        const path = posix.relative('/ws', absolute) || '.';
        const expected = path === '..' || path.startsWith('../') ? undefined : path;
        expect(toWorkspacePath(posix, '/ws', absolute)).toBe(expected);
      }),
    );
  });

  it.each([
    ['/ws', '.'],
    ['/ws/', '.'],
    ['/ws/a/b.ts', 'a/b.ts'],
    ['/ws/..a', '..a'],
    ['/ws/a\\b.ts', 'a\\b.ts'],
    ['/ws/A.ts', 'A.ts'],
  ])('%s is %s of /ws', (absolute, path) => {
    expect(toWorkspacePath(posix, '/ws', absolute)).toBe(path);
  });

  it.each([
    ['/wsx/a', '../wsx/a'],
    ['/', '..'],
    ['/WS/a', '../WS/a'],
    ['/ws/../a', '../a'],
  ])('%s lies outside of /ws, at %s', (absolute, path) => {
    expect(toWorkspacePath(posix, '/ws', absolute)).toBeUndefined();
    expect(relativeToWorkspace(posix, '/ws', absolute)).toBe(path);
    expect(isOutsideWorkspace(posix, path)).toBe(true);
  });
});

describe('on Windows', () => {
  const root = String.raw`C:\Users\me\ws`;

  it.each([
    [String.raw`C:\Users\me\ws`, '.'],
    [String.raw`C:\Users\me\ws\a\b.ts`, 'a/b.ts'],
    ['C:/Users/me/ws/a/b.ts', 'a/b.ts'],
    [String.raw`c:\users\ME\WS\a\B.ts`, 'a/B.ts'],
    [String.raw`C:\Users\me\ws\a\..\b.ts`, 'b.ts'],
    [String.raw`C:\Users\me\ws\..a\b.ts`, '..a/b.ts'],
  ])('%s is %s of the workspace, whatever its slashes and its case', (absolute, path) => {
    expect(toWorkspacePath(win32, root, absolute)).toBe(path);
    expect(toWorkspacePath(win32, root.replaceAll('\\', '/'), absolute)).toBe(path);
  });

  it.each([
    [String.raw`C:\Users\me\wsx\a.ts`, '../wsx/a.ts'],
    [String.raw`C:\Users\me`, '..'],
    [String.raw`D:\Users\me\ws\a.ts`, 'D:/Users/me/ws/a.ts'],
    [String.raw`\\server\share\a.ts`, '//server/share/a.ts'],
  ])('%s lies outside of the workspace, at %s', (absolute, path) => {
    expect(toWorkspacePath(win32, root, absolute)).toBeUndefined();
    expect(relativeToWorkspace(win32, root, absolute)).toBe(path);
    expect(isOutsideWorkspace(win32, path)).toBe(true);
  });

  it('a workspace path leads back to the absolute path', () => {
    fc.assert(
      fc.property(segments, (parts) => {
        const absolute = win32.join(root, ...parts);
        const path = toWorkspacePath(win32, root, absolute);
        const isOutside = /^\.\.(\\|$)/.test(win32.relative(root, absolute));
        expect(path === undefined).toBe(isOutside);
        if (path !== undefined) {
          expect(path).not.toContain('\\');
          expect(win32.relative(fromWorkspacePath(win32, root, path), absolute)).toBe('');
        }
      }),
    );
    expect(fromWorkspacePath(win32, root, '.')).toBe(root);
    expect(fromWorkspacePath(win32, root, 'a/b.ts')).toBe(String.raw`C:\Users\me\ws\a\b.ts`);
  });
});

describe('a path in a folder', () => {
  it.each([
    [posix, '/ws', '/ws', '.'],
    [posix, '/ws', '/ws/a/b.ts', 'a/b.ts'],
    [posix, '/ws', '/ws/a\\b.ts', 'a\\b.ts'],
    [posix, '/', '/a/b.ts', 'a/b.ts'],
    [win32, String.raw`C:\ws`, String.raw`C:\ws`, '.'],
    [win32, String.raw`C:\ws`, String.raw`C:\ws\a\b.ts`, 'a/b.ts'],
    [win32, 'C:\\', String.raw`C:\a\b.ts`, 'a/b.ts'],
  ])('is relative to it, with forward slashes: %#', (rules, folder, absolute, path) => {
    expect(isInFolder(rules, folder, absolute)).toBe(true);
    expect(pathInFolder(rules, folder, absolute)).toBe(path);
  });

  it.each([
    [posix, '/ws', '/wsx/a'],
    [posix, '/ws', '/'],
    [posix, '/ws', '/ws\\a'],
    [win32, String.raw`C:\ws`, String.raw`C:\wsx\a`],
    [win32, String.raw`C:\ws`, String.raw`D:\ws\a`],
    [win32, String.raw`C:\ws`, 'C:\\'],
  ])('is not one that only begins like it: %#', (rules, folder, absolute) => {
    expect(isInFolder(rules, folder, absolute)).toBe(false);
  });
});

describe('workspace paths', () => {
  it('have a parent folder, except for the root', () => {
    expect(['a/b/c.ts', 'a.ts', '.', ''].map(folderOf)).toEqual(['a/b', '.', undefined, undefined]);
  });

  it('have folders upward to the root', () => {
    expect([...foldersUpward('a/b')]).toEqual(['a/b', 'a', '.']);
    expect([...foldersUpward('.')]).toEqual(['.']);
  });

  it('are inside a folder if they are the folder or below it, not if they only share a prefix with it', () => {
    expect(['a', 'a/b', 'ab', '.'].map((path) => isInside('a', path))).toEqual([true, true, false, false]);
  });

  it.each(['.', ''])('are all inside the root, even if it is written as %j', (root) => {
    expect(['.', '', 'a', 'a/b.ts'].map((path) => isInside(root, path))).toEqual([true, true, true, true]);
    expect(joinWorkspacePath(root, 'a/b.ts')).toBe('a/b.ts');
  });

  it('can be split into the folder and the name that they were joined from', () => {
    const folders = fc.oneof(fc.constant('.'), fc.constantFrom('a', 'a/b', '..a/ü x'));
    fc.assert(
      fc.property(folders, fc.constantFrom('a', '.env', 'b.ts'), (folder, name) => {
        const path = joinWorkspacePath(folder, name);
        expect(folderOf(path)).toBe(folder);
        expect(isInside(folder, path)).toBe(true);
        expect([...foldersUpward(path)].at(-1)).toBe('.');
      }),
    );
  });
});
