import { describe, expect, test } from 'vitest';
import {
  emptyCache,
  link,
  openGraph,
  wholeFileReader,
  writeFiles,
  writeWorkspace,
} from '../workspace.testing';
import { openWorkspaceFiles } from '../files/workspace-files';
import { createModuleGraph } from './create-module-graph';

describe('the compile context', () => {
  const files = {
    'package.json': { name: 'root' },
    'tsconfig.base.json': { compilerOptions: { target: 'es2020' } },
    'a/package.json': { name: 'a', type: 'module', version: '1.0.0' },
    'a/tsconfig.json': { extends: '../tsconfig.base.json', compilerOptions: { paths: { x: ['./x'] } } },
    'a/tsconfig.spec.json': { extends: './tsconfig.json', compilerOptions: { types: ['node'] } },
    'a/src/x.ts': '',
    'b/y.ts': '',
  };
  const compileContext = (changes: Readonly<Record<string, unknown>>, path = 'a/src/x.ts') => {
    const root = writeWorkspace({ ...files, ...changes });
    return Object.fromEntries(
      openGraph(root)
        .compileContext(path)
        .map(({ block, hash }) => [block, hash]),
    );
  };
  const before = () => compileContext({});

  test('is the nearest manifest and the nearest folder with tsconfig files', () => {
    expect(Object.keys(before())).toEqual(['a/package.json#<resolution>', 'a/tsconfig#<emit>']);
    expect(Object.keys(compileContext({}, 'b/y.ts'))).toEqual([
      'package.json#<resolution>',
      'tsconfig#<emit>',
    ]);
  });

  test('changes with options that affect the resolution or the emitted code, also in extended tsconfig files', () => {
    const emit = (changes: Readonly<Record<string, unknown>>) => compileContext(changes)['a/tsconfig#<emit>'];
    expect(emit({ 'tsconfig.base.json': { compilerOptions: { target: 'es5' } } })).not.toBe(emit({}));
    expect(emit({ 'a/tsconfig.spec.json': { compilerOptions: { jsx: 'react' } } })).not.toBe(emit({}));
    expect(emit({ 'tsconfig.base.json': '{' })).toBeDefined();
    expect(emit({ 'a/tsconfig.json': '{ broken 1' })).not.toBe(emit({ 'a/tsconfig.json': '{ broken 2' }));
    const manifest = (fields: unknown) =>
      compileContext({ 'a/package.json': fields })['a/package.json#<resolution>'];
    expect(manifest({ type: 'commonjs' })).not.toBe(manifest({ type: 'module' }));
    expect(manifest({ exports: { import: 'x', default: 'y' } })).not.toBe(
      manifest({ exports: { default: 'y', import: 'x' } }),
    );
    expect(manifest('{ 1')).not.toBe(manifest('{ 2'));
  });

  test.each(['babel', 'browserslist', 'postcss'])(
    'changes with the configuration of transformers in the nearest manifest or one above: %s',
    (field) => {
      const nearest = (value: unknown) => compileContext({ 'a/package.json': { name: 'a', [field]: value } });
      expect(nearest(['one'])).not.toEqual(nearest(['two']));
      expect(nearest(['one'])).not.toEqual(nearest(undefined));
      const above = (value: unknown) => compileContext({ 'package.json': { name: 'root', [field]: value } });
      expect(above(['one'])).not.toEqual(above(['two']));
      expect(above(['one'])).not.toEqual(above(undefined));
    },
  );

  test('changes with a new manifest that is nearer', () => {
    expect(Object.keys(compileContext({ 'a/src/package.json': {} }))).toContain(
      'a/src/package.json#<resolution>',
    );
  });

  test('stays the same if only comments, types, paths, versions or dependencies change', () => {
    expect(
      compileContext({
        'a/package.json': { name: 'a', type: 'module', version: '2.0.0', dependencies: { z: '1' } },
        'a/tsconfig.json':
          '// note\n{"extends": "../tsconfig.base.json", "compilerOptions": {"noUnusedLocals": true},}',
      }),
    ).toEqual(before());
  });
});

describe('the type context', () => {
  const files = {
    'tsconfig.base.json': { compilerOptions: { strict: true } },
    'a/tsconfig.json': {
      extends: '../tsconfig.base.json',
      include: ['src'],
      compilerOptions: { typeRoots: ['./typings'] },
    },
    'a/tsconfig.spec.json': { extends: './tsconfig.json' },
    'a/src/x.ts': 'export const x = 1;',
    'a/src/globals.d.ts': 'declare const one: 1;',
    'a/src/augments.ts': 'export {};\ndeclare global { const two: 2; }',
    'a/src/script.ts': 'const three = 3;',
    'a/other/globals.d.ts': 'declare const four: 4;',
    'a/typings/lib/index.d.ts': 'declare const five: 5;',
    'b/globals.d.ts': 'declare const six: 6;',
  };
  const typeContext = (changes: Readonly<Record<string, unknown>> = {}, path = 'a/src/x.ts') => {
    const graph = openGraph(writeWorkspace({ ...files, ...changes }));
    return Object.fromEntries(graph.typeContext(path).map(({ block, hash }) => [block, hash]));
  };

  test('contains whole tsconfig files, and the included files that count without an import', () => {
    const included = ['augments.ts', 'globals.d.ts', 'script.ts'].map((name) => `a/src/${name}#<types>`);
    const context = ['a/tsconfig.json#<types>', ...included, 'a/typings/lib/index.d.ts#<types>'];
    expect(Object.keys(typeContext()).sort()).toEqual([...context, 'a/tsconfig.spec.json#<types>'].sort());
    expect(Object.keys(typeContext({}, 'a/tsconfig.json')).sort()).toEqual(context.sort());
    expect(typeContext({}, 'a/none.json')).toEqual(typeContext());
  });

  test.each([
    [
      'an option of an extended tsconfig',
      { 'tsconfig.base.json': { compilerOptions: { noUncheckedIndexedAccess: true } } },
    ],
    ['its files', { 'a/tsconfig.spec.json': { extends: './tsconfig.json', include: ['other'] } }],
    ['an ambient file', { 'a/src/globals.d.ts': 'declare const one: 2;' }],
    ['an ambient file that is added', { 'a/src/more.d.ts': '' }],
    ['a new tsconfig that is nearer', { 'a/src/tsconfig.json': {} }],
  ])('changes with %s', (_, change) => {
    expect(typeContext(change)).not.toEqual(typeContext());
  });

  test('stays the same if another module changes', () => {
    expect(typeContext({ 'a/src/x.ts': 'export const x = 2;', 'b/globals.d.ts': '' })).toEqual(typeContext());
  });
});

test("imports of types are kept if a tsconfig requires it or can't be read, and in JavaScript", () => {
  const root = writeWorkspace({
    'kept/tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true } },
    'spec/tsconfig.json': {},
    'spec/tsconfig.spec.json': { extends: '../kept/tsconfig.json' },
    'old/tsconfig.json': { compilerOptions: { importsNotUsedAsValues: 'preserve' } },
    'broken/tsconfig.json': '{',
    'dangling/tsconfig.json': { extends: './none' },
    'plain/tsconfig.json': {},
  });
  const graph = openGraph(root);
  const keeps = (folder: string) => graph.keepsTypeImports(`${folder}/src/x.ts`);
  expect(['kept', 'spec', 'old', 'broken', 'dangling'].filter((folder) => !keeps(folder))).toEqual([]);
  expect(['plain', 'none'].filter(keeps)).toEqual([]);
  expect(graph.keepsTypeImports('plain/x.js')).toBe(true);
});

describe('projects', () => {
  const root = () =>
    writeWorkspace({
      'x.ts': '',
      'a/1.ts': '',
      'a/inner/2.ts': '',
      'ab/3.ts': '',
      'a/node_modules/z/i.js': '',
    });

  test('own the files in their folders, except for those of nested projects', () => {
    const graph = openGraph(root(), { top: '.', a: 'a', inner: 'a/inner' });
    expect(graph.projectFiles('a')).toEqual(['a/1.ts']);
    expect(graph.projectFiles('inner')).toEqual(['a/inner/2.ts']);
    expect(graph.projectFiles('top')).toEqual(['ab/3.ts', 'x.ts']);
    expect(graph.projectFiles('none')).toEqual([]);
    expect(['a/inner/2.ts', 'ab/3.ts', 'a/inner', 'a/none/x'].map((path) => graph.projectOf(path))).toEqual([
      'inner',
      'top',
      'inner',
      'a',
    ]);
    expect(openGraph(root(), { a: 'a' }).projectOf('ab/3.ts')).toBeUndefined();
  });

  test('depend on other projects transitively, also in cycles', () => {
    const folder = root();
    const files = openWorkspaceFiles({
      root: folder,
      cache: emptyCache,
      reader: wholeFileReader,
      clock: () => 0,
    });
    const projects = [
      { name: 'a', root: 'a', dependencies: ['c', 'npm:x'] },
      { name: 'c', root: 'c', dependencies: ['b'] },
      { name: 'b', root: 'b', dependencies: ['a'] },
      { name: 'd', root: 'd', dependencies: [] },
    ];
    const graph = createModuleGraph({ files, workspace: { root: folder, projects } });
    expect(graph.projectDependencies('a')).toEqual(['b', 'c']);
    expect(graph.projectDependencies('d')).toEqual([]);
  });
});

describe('entry points', () => {
  test('are the exports of the manifest, mapped to sources, and the targets of tsconfig paths', () => {
    const root = writeWorkspace({
      '.gitignore': 'dist\n',
      'tsconfig.base.json': {
        compilerOptions: {
          paths: { 'a/testing': ['a/test/index.ts'], 'a/parts/*': ['a/src/parts/*'], b: ['b/x.ts'] },
        },
      },
      'a/package.json': {
        main: 'dist/index.js',
        bin: { run: './bin/run.js' },
        exports: {
          '.': { types: './dist/index.d.ts', default: './dist/index.js' },
          './each/*': './dist/each/*.js',
          './data.json': './data.json',
        },
      },
      'a/src/index.ts': '',
      'a/src/each/one.ts': '',
      'a/src/each/deep/two.tsx': '',
      'a/src/parts/p.ts': '',
      'a/src/hidden.ts': '',
      'a/bin/run.js': '',
      'a/test/index.ts': '',
      'a/data.json': '',
      'b/x.ts': '',
    });
    const graph = openGraph(root, { a: 'a', b: 'b' });
    expect(graph.entryPoints('a')).toEqual([
      'a/bin/run.js',
      'a/data.json',
      'a/src/each/deep/two.tsx',
      'a/src/each/one.ts',
      'a/src/index.ts',
      'a/src/parts/p.ts',
      'a/test/index.ts',
    ]);
    expect(graph.entryPoints('b')).toEqual(['b/x.ts']);
    expect(graph.entryPoints('none')).toEqual([]);
  });

  test('of a bundled package are its source entry', () => {
    const root = writeWorkspace({ 'a/package.json': { main: 'dist/bundle.js' }, 'a/src/index.tsx': '' });
    expect(openGraph(root, { a: 'a' }).entryPoints('a')).toEqual(['a/src/index.tsx']);
  });
});

describe('a glob', () => {
  const files = {
    '.gitignore': 'generated\n',
    'a/src/main.ts': '',
    'a/src/pages/one.ts': '',
    'a/src/pages/.two.ts': '',
    'a/src/pages/node_modules/three.ts': '',
    'a/src/pages/generated/four.ts': '',
    'a/top.ts': '',
  };

  test('finds files relative to its module, to the suite root or by an alias, but not the module itself', () => {
    const root = writeWorkspace(files);
    const aliases = [{ find: '@', pattern: false, replacement: `${root}/a/src` }];
    const graph = openGraph(root, {}, { root: 'a', aliases });
    const glob = (pattern: string) => graph.glob('a/src/main.ts', pattern);
    const pages = [
      'a/src/pages/.two.ts',
      'a/src/pages/generated/four.ts',
      'a/src/pages/node_modules/three.ts',
      'a/src/pages/one.ts',
    ];
    expect(glob('./pages/**/*.ts')).toEqual(pages);
    expect(glob('@/pages/**/*.ts')).toEqual(pages);
    expect(glob('/src/pages/**/*.ts')).toEqual(pages);
    expect(glob('./**/*.ts')).toEqual(pages);
    expect(glob('../*.ts')).toEqual(['a/top.ts']);
    expect(glob('./none/*')).toEqual([]);
    expect(glob('!./pages/*')).toEqual([]);
  });
});

describe('an asset', () => {
  const files = {
    '.gitignore': 'built\n',
    'a/src/x.ts': '',
    'a/src/data/1.txt': '1',
    'a/src/data/sub/2.txt': '2',
    'a/data/3.txt': '3',
    'built/b.txt': 'b',
  };
  const hashes = (changes: Readonly<Record<string, unknown>>, literal: string) => {
    const root = writeWorkspace({ ...files, ...changes });
    return Object.fromEntries(
      openGraph(root, { a: 'a' })
        .asset('a/src/x.ts', literal)
        .map(({ block, hash }) => [block, hash]),
    );
  };

  test('is a file or folder relative to the module, its project or the workspace', () => {
    expect(Object.keys(hashes({}, './data/1.txt'))).toEqual(['a/src/data/1.txt']);
    expect(Object.keys(hashes({}, './data'))).toEqual(['a/src/data/', 'a/data/']);
    expect(Object.keys(hashes({}, 'data/3.txt?raw'))).toEqual(['a/data/3.txt']);
    expect(Object.keys(hashes({}, 'built'))).toEqual(['built/']);
    expect(Object.keys(hashes({}, './none'))).toEqual([]);
    const installed = { 'a/node_modules/z/i.js': '', 'a/src/node_modules/z/i.js': '' };
    expect(Object.keys(hashes(installed, '../node_modules/z/i.js'))).toEqual([]);
    expect(Object.keys(hashes(installed, './node_modules/z/i.js'))).toEqual(['a/src/node_modules/z/i.js']);
    expect(Object.keys(hashes({}, '../../../../etc/passwd'))).toEqual([]);
    expect(Object.keys(hashes({}, './\0'))).toEqual([]);
    expect(Object.keys(hashes({ 'a/src/sp ace.txt': '' }, './sp%20ace.txt'))).toEqual(['a/src/sp ace.txt']);
  });

  test('that is a folder changes with every name and content in it, even if ignored', () => {
    const folder = (changes: Readonly<Record<string, unknown>>) => hashes(changes, './data')['a/src/data/'];
    expect(folder({ 'a/src/data/sub/2.txt': 'other' })).not.toBe(folder({}));
    expect(folder({ 'a/src/data/sub/new.txt': '' })).not.toBe(folder({}));
    expect(folder({ 'a/src/data2/x.txt': '' })).toBe(folder({}));
    expect(hashes({ 'built/b.txt': 'c' }, 'built')).not.toEqual(hashes({}, 'built'));
  });

  test('can be a folder with a link to itself', () => {
    const root = writeWorkspace(files);
    link(root, 'built/loop', '.');
    link(root, 'a/src/data/loop', '.');
    const graph = openGraph(root, { a: 'a' });
    expect(graph.asset('a/src/x.ts', 'built')).toHaveLength(1);
    expect(graph.asset('a/src/x.ts', './data')).toHaveLength(2);
  });
});

test('mocks are beside the module, and at the roots for packages and builtins', () => {
  const root = writeWorkspace({
    'a/src/x.ts': '',
    'a/src/service.ts': '',
    'a/src/__mocks__/service.tsx': '',
    'a/src/__mocks__/service.test.ts': '',
    '__mocks__/fs/promises.js': '',
    '__mocks__/@s/pkg.ts': '',
    '__mocks__/lodash.get.js': '',
    'a/__mocks__/axios/index.ts': '',
    'a/__mocks__/fs.cjs': '',
  });
  const graph = openGraph(root, { a: 'a' });
  const mocks = (specifier: string) => graph.mocks('a/src/x.ts', specifier);
  expect(mocks('./service')).toEqual(['a/src/__mocks__/service.tsx']);
  expect(mocks('node:fs')).toEqual(['a/__mocks__/fs.cjs']);
  expect(mocks('fs/promises')).toEqual(['__mocks__/fs/promises.js']);
  expect(mocks('@s/pkg')).toEqual(['__mocks__/@s/pkg.ts']);
  expect(mocks('axios')).toEqual(['a/__mocks__/axios/index.ts']);
  expect(mocks('lodash.get')).toEqual(['__mocks__/lodash.get.js']);
  expect(mocks('./none')).toEqual([]);
});

describe('a package fingerprint', () => {
  const lock = (integrity: string) => ({
    lockfileVersion: 3,
    packages: { 'node_modules/x': { integrity }, 'node_modules/y': { integrity: 'Y' } },
  });
  const hash = (files: Readonly<Record<string, unknown>>, name = 'x', projects = {}) => {
    const graph = openGraph(writeWorkspace(files), projects);
    const { block, hash } = graph.packageFingerprint(name);
    expect(block).toBe(`package:${name}`);
    return { hash, problems: graph.problems };
  };

  test('depends on the lockfile', () => {
    const before = { 'package-lock.json': lock('1') };
    const after = { 'package-lock.json': lock('2') };
    expect(hash(before).hash).not.toBe(hash(after).hash);
    expect(hash(before, 'y').hash).toBe(hash(after, 'y').hash);
    expect(hash(before).problems).toEqual([]);
  });

  test('of a package that is not locked depends on the installed version, and a problem is reported', () => {
    const installed = (version: string) => ({
      'package-lock.json': lock('1'),
      'node_modules/z/package.json': { version },
    });
    expect(hash(installed('1'), 'z').hash).not.toBe(hash(installed('2'), 'z').hash);
    expect(hash(installed('1'), 'z').problems).toEqual([{ kind: 'package-in-no-lockfile', name: 'z' }]);
    expect(hash({ 'node_modules/z/package.json': { version: '1' } }, 'z').problems).toHaveLength(1);
  });

  test.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'])(
    "depends on the whole %s if it can't be read",
    (file) => {
      expect(hash({ [file]: '<<<<<<< {' }).hash).not.toBe(hash({ [file]: '<<<<<<< {\n' }).hash);
      expect(hash({ [file]: '<<<<<<< {' }).problems[0]).toEqual({
        kind: 'lockfile-unreadable',
        path: file,
      });
    },
  );

  test('depends on patches of installed packages, and on the lockfile of a single project', () => {
    const before = {
      'package-lock.json': lock('1'),
      'patches/x+1.0.0.patch': 'a',
      'a/yarn.lock': '# yarn lockfile v1\nx@^1:\n  version "1.0.0"\n',
    };
    const patched = { ...before, 'patches/x+1.0.0.patch': 'b' };
    const locked = { ...before, 'a/yarn.lock': '# yarn lockfile v1\nx@^1:\n  version "1.0.1"\n' };
    expect(new Set([before, patched, locked].map((files) => hash(files, 'x', { a: 'a' }).hash)).size).toBe(3);
  });

  test('of Yarn 1 depends on the ranges that projects request', () => {
    const files = (range: string) => ({
      'yarn.lock': '# yarn lockfile v1\nx@^1:\n  version "1.0.0"\n\nx@^2:\n  version "2.0.0"\n',
      'a/package.json': { dependencies: { x: range } },
    });
    expect(hash(files('^1'), 'x', { a: 'a' }).hash).not.toBe(hash(files('^2'), 'x', { a: 'a' }).hash);
  });

  test('is cached, so that a lockfile is parsed once', () => {
    const root = writeWorkspace({
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  x@1.0.0: {resolution: {integrity: A}}\n",
    });
    const open = (cache = emptyCache) =>
      openWorkspaceFiles({ root, cache, reader: wholeFileReader, clock: () => 0 });
    const workspace = { root, projects: [] };
    const first = open();
    const fingerprint = createModuleGraph({ files: first, workspace }).packageFingerprint('x');
    expect(first.newModels.size).toBe(1);
    const second = open({ ...emptyCache, model: (key) => first.newModels.get(key) });
    expect(createModuleGraph({ files: second, workspace }).packageFingerprint('x')).toEqual(fingerprint);
    expect(second.newModels.size).toBe(0);
  });
});

test('two graphs of a workspace give the same results, and a graph keeps its results while files change', () => {
  const root = writeWorkspace({ 'a.ts': 'one' });
  const graph = openGraph(root);
  const before = [graph.resolve('a.ts', './b'), graph.contentHash('a.ts')];
  writeFiles(root, { 'b.ts': '', 'a.ts': 'two' });
  expect([graph.resolve('a.ts', './b'), graph.contentHash('a.ts')]).toEqual(before);
  expect(openGraph(root).resolve('a.ts', './b').modules).toEqual(['b.ts']);
});
