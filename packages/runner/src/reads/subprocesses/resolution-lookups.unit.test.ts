import { expect, it } from 'vitest';
import { lookupsOfResolution, type ResolutionDisk } from './resolution-lookups';

const manifests: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/w/p/folder/package.json': { main: './main' },
  '/w/p/package.json': { name: 'itself' },
  '/w/node_modules/linked/package.json': { main: 'dist' },
  '/w/node_modules/left/package.json': {},
};
const files = [
  ...Object.keys(manifests),
  '/w/p/a.js',
  '/w/p/b.json',
  '/w/p/c.ts',
  '/w/p/folder/main.js',
  '/w/p/plain/index.js',
  '/w/node_modules/linked/dist/index.js',
];
const folders = [
  '/w/p/folder',
  '/w/p/plain',
  '/w/node_modules/linked',
  '/w/node_modules/linked/dist',
  '/w/node_modules/left',
];

const disk: ResolutionDisk = {
  extensions: ['.js', '.json', '.node', '.ts'],
  kindOf(path) {
    if (files.includes(path)) return 'file';
    return folders.includes(path) ? 'folder' : 'missing';
  },
  real: (path) => path.replace('/w/node_modules/linked', '/w/libs/linked'),
  manifest: (path) => manifests[path],
};

function lookups(specifier: string, from = '/w/p/cli.js'): { paths: string[]; isFound: boolean } {
  const { accesses, isFound } = lookupsOfResolution(disk, { from, specifier });
  const names = accesses.map(
    ({ type, path }) => `${type === 'read' ? 'read ' : ''}${String(path).replace('/w/', '')}`,
  );
  return { paths: names, isFound };
}

it.each<[string, readonly string[]]>([
  ['./a.js', ['p/a.js']],
  ['./a.js?query', ['p/a.js']],
  ['file:///w/p/a.js', ['p/a.js']],
  ['/w/p/a.js', ['p/a.js']],
  ['./a', ['p/a', 'p/a.js']],
  ['./b', ['p/b', 'p/b.js', 'p/b.json']],
  ['./c', ['p/c', 'p/c.js', 'p/c.json', 'p/c.node', 'p/c.ts']],
  [
    './folder',
    [
      'p/folder',
      ...['p/folder.js', 'p/folder.json', 'p/folder.node', 'p/folder.ts'],
      'read p/folder/package.json',
      'p/folder/main',
      'p/folder/main.js',
      'p/folder/index.js',
      ...['p/folder/index.json', 'p/folder/index.node', 'p/folder/index.ts'],
    ],
  ],
  [
    './plain',
    [
      'p/plain',
      ...['p/plain.js', 'p/plain.json', 'p/plain.node', 'p/plain.ts'],
      'read p/plain/package.json',
      'p/plain/index.js',
    ],
  ],
  ['node:fs', []],
  ['fs', []],
  ['#internal', []],
  ['data:text/javascript,1', []],
  ['itself', []],
])('of %s, everything before the found file is looked up', (specifier, paths) => {
  expect(lookups(specifier)).toEqual({ paths, isFound: true });
});

it('of a package, its manifest is read; a package of the workspace is looked up as a folder', () => {
  expect(lookups('left/deep')).toEqual({ paths: ['read node_modules/left/package.json'], isFound: true });
  const { paths, isFound } = lookups('linked');
  expect(isFound).toBe(true);
  expect(paths).toContain('read node_modules/linked/package.json');
  expect(paths).toContain('node_modules/linked/dist/index.js');
});

it('a missing package is not known, unless another package loads it', () => {
  expect(lookups('none').isFound).toBe(false);
  expect(lookups('@scope/none/deep').isFound).toBe(false);
  expect(lookups('none', '/w/node_modules/left/index.js').isFound).toBe(true);
});
