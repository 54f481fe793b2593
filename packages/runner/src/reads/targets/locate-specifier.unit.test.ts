import { InstallationFolders } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import type { Disk } from './disk';
import { locateSpecifier } from './locate-specifier';
import { TargetLocator } from './target-locator';

const disk = { real: (path) => path, exists: () => true, isLink: () => false } as Partial<Disk> as Disk;
const locator = new TargetLocator('/w', new InstallationFolders([]), disk);

const locate = (from: string, specifier: string, found?: string) =>
  locateSpecifier('/w', locator, { from, specifier, found });

test.each<[string, Parameters<typeof locate>, ReturnType<typeof locate>]>([
  ['a path without its extension', ['/w/a/x.ts', './y', '/w/a/y.ts'], { module: 'a/x.ts', specifier: './y' }],
  ['a path where nothing is', ['/w/a/x.ts', './y.ts'], { module: 'a/x.ts', specifier: './y.ts' }],
  ['the path of the file itself', ['/w/a/x.ts', './y.ts', '/w/a/y.ts'], undefined],
  ['its URL', ['file:///w/a/x.ts', 'file:///w/b/y.ts', 'file:///w/b/y.ts'], undefined],
  [
    'an absolute path of the workspace, which is relative afterwards',
    ['file:///w/a/x.ts', '/w/b/y', 'file:///w/b/y.js'],
    { module: 'a/x.ts', specifier: '../b/y' },
  ],
  ['a path of Vite', ['/w/a/x.ts', '/@fs/w/b/y?raw'], { module: 'a/x.ts', specifier: '../b/y' }],
  [
    'a package',
    ['/w/a/x.ts', 'left', '/w/node_modules/left/index.js'],
    { module: 'a/x.ts', specifier: 'left' },
  ],
  [
    'a path of the workspace that a package computes',
    ['/w/node_modules/left/index.js', '/w/a/y', '/w/a/y.js'],
    { module: 'package.json', specifier: './a/y' },
  ],
  [
    'what a package loads of itself',
    ['/w/node_modules/left/index.js', './y', '/w/node_modules/left/y.js'],
    undefined,
  ],
  ['a package of a package', ['/w/node_modules/left/index.js', 'right'], undefined],
  ['a path outside of the workspace', ['/w/a/x.ts', '/elsewhere/y'], undefined],
  ['what code without a file loads', ['node:internal/x', './y'], undefined],
  ['what code from text loads', ['[eval]', '/w/a/y'], { module: 'package.json', specifier: './a/y' }],
])('locates %s', (_, args, expected) => expect(locate(...args)).toEqual(expected));
