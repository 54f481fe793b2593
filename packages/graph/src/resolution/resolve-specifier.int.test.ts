import { utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { link, openGraph, writeFiles, writeWorkspace } from '../workspace.testing';

const nothing = { modules: [], packages: [], missing: false, unknown: false };

describe('a relative specifier', () => {
  test('leads to the named file, by extension, source extension or index', () => {
    const root = writeWorkspace({
      'a/main.ts': '',
      'a/x.ts': '',
      'a/y.tsx': '',
      'a/z.mts': '',
      'a/folder/index.ts': '',
      'a/data.json': '',
      'a/types.d.ts': '',
      'a/sp ace/ü#1.ts': '',
    });
    const graph = openGraph(root);
    const modules = (specifier: string) => graph.resolve('a/main.ts', specifier).modules;
    expect(modules('./x')).toEqual(['a/x.ts']);
    expect(modules('./x.js')).toEqual(['a/x.ts']);
    expect(modules('./y.js')).toEqual(['a/y.tsx']);
    expect(modules('./z.mjs')).toEqual(['a/z.mts']);
    expect(modules('./folder')).toEqual(['a/folder/index.ts']);
    expect(modules('../a/folder/')).toEqual(['a/folder/index.ts']);
    expect(modules('./data.json')).toEqual(['a/data.json']);
    expect(modules('./types')).toEqual(['a/types.d.ts']);
    expect(modules('./x?raw')).toEqual(['a/x.ts']);
    expect(modules('./data.json?url#part')).toEqual(['a/data.json']);
    expect(modules('./sp ace/ü#1')).toEqual(['a/sp ace/ü#1.ts']);
  });

  test('leads to both files if a compiled file is beside its source', () => {
    const root = writeWorkspace({ 'a/main.ts': '', 'a/x.ts': '', 'a/x.js': '' });
    expect(openGraph(root).resolve('a/main.ts', './x.js').modules).toEqual(['a/x.js', 'a/x.ts']);
  });

  test('is missing if it leads to nothing, also in a missing folder or at a dangling link', () => {
    const root = writeWorkspace({ 'a/main.ts': '' });
    link(root, 'a/gone.ts', 'nowhere');
    link(root, 'a/loop', 'loop');
    const graph = openGraph(root);
    for (const specifier of ['./x', './x/y/z.js', './gone', './gone.ts', './loop/x', '.']) {
      expect(graph.resolve('a/main.ts', specifier)).toEqual({ ...nothing, missing: true });
    }
  });

  test('finds a file that git ignores', () => {
    const root = writeWorkspace({ '.gitignore': 'generated\n', 'a.ts': '', 'generated/x.ts': '' });
    const graph = openGraph(root);
    expect(graph.resolve('a.ts', './generated/x').modules).toEqual(['generated/x.ts']);
    expect(graph.model('generated/x.ts')).toBeDefined();
  });
});

describe('an alias', () => {
  const files = {
    'a/main.ts': '',
    'a/src/x.ts': '',
    'b/src/x.ts': '',
    'node_modules/lib/package.json': { name: 'lib' },
  };

  test('replaces a whole specifier or a prefix that ends at a slash; the first match has priority', () => {
    const root = writeWorkspace(files);
    const aliases = [
      { find: '@', pattern: false, replacement: `${root}/a/src` },
      { find: '^~(\\w)/(.*)$', pattern: true, replacement: `${root}/$1/src/$2` },
      { find: '@', pattern: false, replacement: `${root}/b/src` },
      { find: 'short', pattern: false, replacement: 'lib' },
      { find: 'from-root', pattern: false, replacement: 'b/src/x.ts' },
      { find: '(', pattern: true, replacement: 'broken' },
    ];
    const graph = openGraph(root, {}, { aliases });
    expect(graph.resolve('a/main.ts', '@/x')).toEqual({ ...nothing, modules: ['a/src/x.ts'] });
    expect(graph.resolve('a/main.ts', '~b/x?raw')).toEqual({ ...nothing, modules: ['b/src/x.ts'] });
    expect(graph.resolve('a/main.ts', 'short')).toEqual({ ...nothing, packages: ['lib'] });
    expect(graph.resolve('a/main.ts', 'from-root')).toEqual({ ...nothing, modules: ['b/src/x.ts'] });
    expect(graph.resolve('a/main.ts', '@x/y')).toEqual({ ...nothing, unknown: true });
  });

  test('is missing if it leads to nothing', () => {
    const root = writeWorkspace(files);
    const aliases = [{ find: '@', pattern: false, replacement: `${root}/a/src` }];
    expect(openGraph(root, {}, { aliases }).resolve('a/main.ts', '@/none')).toEqual({
      ...nothing,
      missing: true,
    });
  });

  test('keeps the resolution of Node too', () => {
    const root = writeWorkspace(files);
    const aliases = [{ find: 'lib', pattern: false, replacement: `${root}/b/src/x.ts` }];
    expect(openGraph(root, {}, { aliases }).resolve('a/main.ts', 'lib')).toEqual({
      ...nothing,
      modules: ['b/src/x.ts'],
      packages: ['lib'],
    });
  });
});

describe('tsconfig paths', () => {
  test('count in the nearest folder, in extended files, in sibling files and at the root', () => {
    const root = writeWorkspace({
      'tsconfig.base.json': {
        compilerOptions: { baseUrl: '.', paths: { '@org/*': ['libs/*/src/index.ts'] } },
      },
      'libs/a/tsconfig.json':
        '{ // none of its own\n "extends": "../../tsconfig.base.json", "references": [], }',
      'libs/a/tsconfig.spec.json': { compilerOptions: { paths: { '#test/*': ['./test/*'] } } },
      'libs/a/src/main.ts': '',
      'libs/a/test/build.ts': '',
      'libs/b/src/index.ts': '',
      'apps/c/main.ts': '',
    });
    const graph = openGraph(root, { a: 'libs/a', b: 'libs/b' });
    expect(graph.resolve('libs/a/src/main.ts', '@org/b')).toEqual({
      ...nothing,
      modules: ['libs/b/src/index.ts'],
    });
    expect(graph.resolve('libs/a/src/main.ts', '#test/build').modules).toEqual(['libs/a/test/build.ts']);
    expect(graph.resolve('apps/c/main.ts', '@org/b').modules).toEqual(['libs/b/src/index.ts']);
    expect(graph.resolve('libs/a/src/main.ts', '@org/none')).toEqual({ ...nothing, missing: true });
    expect(graph.resolve('libs/a/src/main.ts', 'libs/b/src/index')).toMatchObject({
      modules: ['libs/b/src/index.ts'],
    });
    expect(graph.resolve('libs/a/src/main.ts', 'absent')).toEqual({ ...nothing, unknown: true });
  });

  test('count even if an extended file is missing', () => {
    const root = writeWorkspace({
      'tsconfig.json': { extends: './none.json', compilerOptions: { paths: { '~/*': ['./src/*'] } } },
      'src/x.ts': '',
      'a.ts': '',
    });
    const graph = openGraph(root);
    expect(graph.resolve('a.ts', '~/x').modules).toEqual(['src/x.ts']);
    expect(graph.problems).toEqual([{ kind: 'tsconfig-unreadable', path: 'tsconfig.json' }]);
  });
});

describe('a bare specifier', () => {
  test('leads to an installed, locked or outside package, with any file of it', () => {
    const root = writeWorkspace({
      'a/main.ts': '',
      'package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/locked': { version: '1.0.0' } } },
      'node_modules/installed/package.json': { exports: { '.': './none.js' } },
      'node_modules/@s/scoped/index.js': '',
      'node_modules/@types/only/index.d.ts': '',
      'a/node_modules/nested/package.json': '{',
    });
    const graph = openGraph(root, { a: 'a' });
    const packages = (specifier: string) => graph.resolve('a/main.ts', specifier);
    for (const [specifier, name] of [
      ['installed', 'installed'],
      ['installed/none/at/all', 'installed'],
      ['@s/scoped/x', '@s/scoped'],
      ['locked/x', 'locked'],
      ['nested', 'nested'],
      ['only', '@types/only'],
    ] as const) {
      expect(packages(specifier)).toEqual({ ...nothing, packages: [name] });
    }
    expect(graph.resolve('b.ts', 'nested')).toEqual({ ...nothing, unknown: true });
  });

  test('depends on nothing if it names a builtin, and is unknown if nothing provides it', () => {
    const graph = openGraph(writeWorkspace({ 'a.ts': '' }));
    for (const specifier of ['fs', 'node:test', 'fs/promises', 'data:text/javascript,1']) {
      expect(graph.resolve('a.ts', specifier)).toEqual(nothing);
    }
    for (const specifier of [
      'virtual:x',
      '\0x',
      'bun:test',
      'absent',
      '@',
      '#x',
      'https://x.example/y.js',
      '',
    ]) {
      expect(graph.resolve('a.ts', specifier)).toEqual({ ...nothing, unknown: true });
    }
  });

  test('leads to modules through a link into the workspace, and to a package through a link out of it', () => {
    const outside = writeWorkspace({ 'package.json': { name: 'far', main: 'x.js' }, 'x.js': '' });
    const root = writeWorkspace({
      'a/main.ts': '',
      'b/package.json': { name: '@org/b', main: './src/index.ts' },
      'b/src/index.ts': '',
      'b/src/deep.ts': '',
    });
    link(root, 'node_modules/@org/b', '../../b');
    link(root, 'a/node_modules/far', outside);
    const graph = openGraph(root, { b: 'b' });
    expect(graph.resolve('a/main.ts', '@org/b')).toEqual({ ...nothing, modules: ['b/src/index.ts'] });
    expect(graph.resolve('a/main.ts', '@org/b/src/deep.js')).toEqual({
      ...nothing,
      modules: ['b/src/deep.ts'],
    });
    expect(graph.resolve('a/main.ts', 'far')).toEqual({ ...nothing, packages: ['far', outside] });
    expect(graph.resolve('a/main.ts', '@org/b/none')).toEqual({ ...nothing, missing: true });
  });

  test('leads to modules if it names a workspace package, even if the package is not linked', () => {
    const root = writeWorkspace({
      'a/package.json': { name: '@org/a', imports: { '#self': './src/self.ts', '#out': '@org/b' } },
      'a/src/main.ts': '',
      'a/src/self.ts': '',
      'b/package.json': { name: '@org/b', exports: { '.': { import: './esm.mjs', require: './cjs.cjs' } } },
      'b/esm.mjs': '',
      'b/cjs.cjs': '',
    });
    const graph = openGraph(root, { a: 'a', b: 'b' });
    expect(graph.resolve('a/src/main.ts', '@org/b').modules).toEqual(['b/esm.mjs', 'b/cjs.cjs']);
    expect(graph.resolve('a/src/main.ts', '#self')).toEqual({ ...nothing, modules: ['a/src/self.ts'] });
    expect(graph.resolve('a/src/main.ts', '#out').modules).toEqual(['b/esm.mjs', 'b/cjs.cjs']);
    expect(graph.resolve('a/src/main.ts', '#none')).toEqual({ ...nothing, unknown: true });
  });

  test('follows the conditions of the suite and of the tsconfig', () => {
    const root = writeWorkspace({
      'tsconfig.json': { compilerOptions: { customConditions: ['@org/source'] } },
      'a.ts': '',
      'b/package.json': {
        name: 'b',
        exports: {
          '.': {
            '@org/source': './source.ts',
            edge: './edge.ts',
            worker: './worker.ts',
            default: './rest.ts',
          },
        },
      },
      'b/source.ts': '',
      'b/edge.ts': '',
      'b/worker.ts': '',
      'b/rest.ts': '',
    });
    const modules = (conditions: string[]) =>
      openGraph(root, { b: 'b' }, { conditions }).resolve('a.ts', 'b').modules;
    expect(modules([])).toEqual(['b/source.ts', 'b/rest.ts']);
    expect(modules(['edge|x'])).toEqual(['b/source.ts', 'b/edge.ts', 'b/rest.ts']);
  });

  test('finds existing files in a workspace with a broken manifest', () => {
    const root = writeWorkspace({ 'a.ts': '', 'b/package.json': '{', 'b/index.ts': '' });
    link(root, 'node_modules/b', '../b');
    const graph = openGraph(root, { b: 'b' });
    expect(graph.resolve('a.ts', 'b').modules).toEqual(['b/index.ts']);
    expect(graph.problems).toEqual([{ kind: 'manifest-invalid', path: 'b/package.json' }]);
  });
});

describe('a path outside the workspace', () => {
  test('counts as the folder of its package, or alone', () => {
    const outside = writeWorkspace({ 'lone.ts': '1', 'p/package.json': { name: 'far' }, 'p/src/x.ts': '' });
    const root = writeWorkspace({ 'a.ts': '' });
    const graph = openGraph(root);
    expect(graph.resolve('a.ts', `${outside}/p/src/x.ts`)).toEqual({
      ...nothing,
      packages: [`${outside}/p`],
    });
    const lone = graph.resolve('a.ts', `../${outside.split('/').at(-1)}/lone`);
    expect(lone).toEqual({ ...nothing, packages: [`${outside}/lone.ts`] });
  });

  test('changes with any file of the package', () => {
    const outside = writeWorkspace({ 'package.json': { name: 'far' }, 'src/x.ts': '', 'src/y.ts': 'one' });
    const root = writeWorkspace({ 'a.ts': '' });
    const hash = () => openGraph(root).packageFingerprint(outside).hash;
    const before = hash();
    expect(hash()).toBe(before);
    writeFiles(outside, { 'src/y.ts': 'other' });
    expect(hash()).not.toBe(before);
  });

  test('changes with an edit that keeps size and date', () => {
    const outside = writeWorkspace({ 'package.json': { name: 'far' }, 'y.ts': 'one' });
    const root = writeWorkspace({ 'a.ts': '' });
    const fixed = new Date('2020-01-01T00:00:00Z');
    const hash = () => openGraph(root).packageFingerprint(outside).hash;
    utimesSync(`${outside}/y.ts`, fixed, fixed);
    const before = hash();
    writeFileSync(`${outside}/y.ts`, 'two');
    utimesSync(`${outside}/y.ts`, fixed, fixed);
    expect(hash()).not.toBe(before);
  });
});

test('an absolute specifier leads to a file of the suite root first', () => {
  const root = writeWorkspace({ 'a/src/x.ts': '', 'a/main.ts': '' });
  const graph = openGraph(root, {}, { root: 'a' });
  expect(graph.resolve('a/main.ts', '/src/x').modules).toEqual(['a/src/x.ts']);
  expect(graph.resolve('a/main.ts', `${root}/a/src/x.ts`).modules).toEqual(['a/src/x.ts']);
  expect(graph.resolve('a/main.ts', `file://${root}/a/src/x.ts`).modules).toEqual(['a/src/x.ts']);
});

test('a workspace whose root is a link is the same workspace', () => {
  const root = writeWorkspace({
    '.gitignore': 'dist\n',
    'a.ts': '',
    'b/package.json': { name: 'b', main: 'dist/index.js' },
    'b/src/index.ts': '',
    'tsconfig.json': { compilerOptions: { paths: { '~/*': ['./b/*'] } } },
  });
  const links = writeWorkspace({});
  link(links, 'ws', root);
  const aliases = [{ find: '@', pattern: false, replacement: `${links}/ws/b` }];
  const graph = openGraph(`${links}/ws`, { b: 'b' }, { aliases });
  for (const specifier of [
    'b',
    './b/src/index',
    '@/src/index.js',
    '@/dist/index.js',
    '~/src/index',
    `${links}/ws/b/src/index.ts`,
  ]) {
    expect([specifier, graph.resolve('a.ts', specifier).modules]).toEqual([specifier, ['b/src/index.ts']]);
  }
  expect(graph.model('a.ts')).toBeDefined();
});

describe('an import from a package', () => {
  const manifest = { name: 'left', exports: { '.': './index.js', './sub': { browser: './sub.js' } } };
  const files = {
    'a/main.ts': '',
    'package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/right': { version: '1.0.0' } } },
    'a/node_modules/left/package.json': manifest,
    'a/node_modules/left/index.js': '',
    'a/node_modules/left/sub.js': '',
    'a/node_modules/left/inner.js': '',
    'b/package.json': { name: 'b', exports: { '.': './dist/index.js', './x/*': './dist/*.js' } },
    'c/package.json': { name: 'c' },
    'tsconfig.json': { compilerOptions: { paths: { 'mapped/*': ['./c/*'] } } },
  };
  const aliases = [
    { find: '@', pattern: false, replacement: '/c' },
    { find: 'renamed', pattern: false, replacement: 'left' },
  ];
  const state = (specifier: string) =>
    openGraph(writeWorkspace(files), { b: 'b', c: 'c' }, { aliases, conditions: ['browser'] }).packageState(
      'a/main.ts',
      specifier,
    );

  test.each([
    ['left', 'found'],
    ['left/sub', 'found'],
    ['left/sub?raw', 'found'],
    ['left/inner.js', 'not exported'],
    ['left/nothing', 'not exported'],
    ['renamed/sub', 'found'],
    ['renamed/nothing', 'not exported'],
    ['right', 'not installed'],
    ['right/x', 'not installed'],
  ])('%s is %s', (specifier, expected) => {
    expect(state(specifier)).toBe(expected);
  });

  test.each([
    ['b', 'found'],
    ['b/x/y', 'found'],
    ['b/z', 'not exported'],
    ['c/any', 'found'],
  ])('does not require that a workspace package is built: %s is %s', (specifier, expected) => {
    expect(state(specifier)).toBe(expected);
  });

  test.each(['./x', '/x', 'node:fs', 'fs', '@/x', 'mapped/x', 'data:text/javascript,'])(
    'is found if it names no package: %s',
    (specifier) => {
      expect(state(specifier)).toBe('found');
    },
  );
});
