import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationFolders, type Problem } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import { link, readsAll, writeWorkspace } from '../workspace.testing';
import { listFiles } from './list-files';

const installations = new InstallationFolders(['packages/a']);

describe('listFiles', () => {
  test('folders with the names of tool folders are listed inside a fixture', () => {
    const root = writeWorkspace({
      'node_modules/dep/index.js': '',
      'packages/a/node_modules/dep/index.js': '',
      'packages/a/.nx/cache': '',
      'packages/a/fixtures/app/node_modules/dep/index.js': '',
      'packages/a/fixtures/app/.nx/cache': '',
      'packages/a/fixtures/app/.git/HEAD': '',
      'packages/a/fixtures/app/.testmon/data': '',
    });
    expect(listFiles(root, installations)).toEqual([
      'packages/a/fixtures/app/.git/HEAD',
      'packages/a/fixtures/app/.nx/cache',
      'packages/a/fixtures/app/node_modules/dep/index.js',
    ]);
  });

  test('files in ignored folders are not listed', () => {
    const root = writeWorkspace({
      '.gitignore': 'dist\n*.log\n!keep.log\n',
      'a.ts': '',
      'b.log': '',
      'keep.log': '',
      'dist/a.js': '',
      'packages/a/dist/b.js': '',
      'packages/a/src/.hidden/x.ts': '',
    });
    expect(listFiles(root, installations)).toEqual([
      '.gitignore',
      'a.ts',
      'keep.log',
      'packages/a/src/.hidden/x.ts',
    ]);
  });

  test('a nested .gitignore overrides the one above it, and applies only to its own folder', () => {
    const root = writeWorkspace({
      '.gitignore': '*.gen.ts\n',
      'a/.gitignore': '!x.gen.ts\n/only-here.ts\n',
      'a/x.gen.ts': '',
      'a/y.gen.ts': '',
      'a/only-here.ts': '',
      'a/b/only-here.ts': '',
      'b/x.gen.ts': '',
    });
    expect(listFiles(root, installations)).toEqual([
      '.gitignore',
      'a/.gitignore',
      'a/b/only-here.ts',
      'a/x.gen.ts',
    ]);
  });

  test('git lists the same files, with any names', () => {
    const root = writeWorkspace({
      '.gitignore': ['/build/', 'docs/**/draft-*.md', 'tmp/*', '!tmp/keep', '*.[oa]', 'ä b', '\\#odd'].join(
        '\n',
      ),
      'build/x.ts': '',
      'src/build/x.ts': '',
      'docs/a/b/draft-1.md': '',
      'docs/a/b/final.md': '',
      'tmp/gone': '',
      'tmp/keep': '',
      'lib.a': '',
      'lib.b': '',
      'sub/ä b': '',
      'sub/ä c.ts': '',
      '#odd': '',
      'A.O': '',
      'packages/p/.gitignore': 'src/*.js\n!src/hand.js\n**/deep/\n',
      'packages/p/src/gen.js': '',
      'packages/p/src/hand.js': '',
      'packages/p/x/deep/y.ts': '',
    });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
    git('init', '-q');
    const listed = git('ls-files', '-z', '--others', '--exclude-standard').split('\0').filter(Boolean);
    expect(listFiles(root, installations)).toEqual(listed.sort());
  });

  test('folders of tools are left out even if git would list them', () => {
    const root = writeWorkspace({
      'node_modules/x/index.js': '',
      'packages/a/node_modules/x/index.js': '',
      '.nx/cache/x': '',
      '.testmon/records/x': '',
      '.DS_Store': '',
      '.git/config': '',
      'a.ts': '',
    });
    expect(listFiles(root, installations)).toEqual(['a.ts']);
  });

  test('an ignored .env file is listed, because tests read it', () => {
    const root = writeWorkspace({ '.gitignore': '.env*\n', '.env': '', 'a/.env.local': '', 'a.ts': '' });
    expect(listFiles(root, installations)).toEqual(['.env', '.gitignore', 'a.ts', 'a/.env.local']);
  });

  test('rules of a repository above the workspace apply', () => {
    const root = writeWorkspace({
      '.git/info/exclude': 'excluded.ts\n',
      '.gitignore': 'ws/generated\n*.tmp\n',
      'ws/generated/x.ts': '',
      'ws/a.tmp': '',
      'ws/a.ts': '',
      'ws/excluded.ts': '',
    });
    expect(listFiles(join(root, 'ws'), installations)).toEqual(['a.ts']);
  });

  test('a workspace that its repository ignores is listed', () => {
    const root = writeWorkspace({ '.git/config': '', '.gitignore': 'ws\n', 'ws/a.ts': '' });
    expect(listFiles(join(root, 'ws'), installations)).toEqual(['a.ts']);
  });

  test('dangling links and link cycles do not stop the listing', () => {
    const root = writeWorkspace({ 'a/x.ts': '' });
    link(root, 'a/loop', '.');
    link(root, 'a/gone', 'nowhere');
    expect(listFiles(root, installations)).toEqual(['a/gone', 'a/loop', 'a/x.ts']);
  });

  test.skipIf(readsAll)("a folder that can't be read is reported (neither as root nor on Windows)", () => {
    const root = writeWorkspace({ 'a/x.ts': '', 'b.ts': '' });
    chmodSync(join(root, 'a'), 0);
    const problems: Problem[] = [];
    expect(listFiles(root, installations, problems)).toEqual(['b.ts']);
    expect(problems).toEqual([{ kind: 'folder-unreadable', path: 'a' }]);
  });
});
