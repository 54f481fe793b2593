import { describe, expect, test } from 'vitest';
import { link, openGraph, writeFiles, writeWorkspace } from '../workspace.testing';

const consumer = { '.gitignore': 'dist\nout\nlib\n', 'a/main.ts': '' };

function resolve(files: Readonly<Record<string, unknown>>, specifier: string, projects = { b: 'b' }) {
  const root = writeWorkspace({ ...consumer, ...files });
  link(root, 'node_modules/b', '../b');
  const { modules, missing, unknown } = openGraph(root, { a: 'a', ...projects }).resolve(
    'a/main.ts',
    specifier,
  );
  return missing ? 'missing' : unknown ? 'unknown' : modules;
}

describe('a package that exports its build output', () => {
  const manifest = {
    name: 'b',
    main: './dist/index.js',
    exports: {
      '.': { types: './dist/index.d.ts', import: './dist/index.mjs', require: './dist/index.js' },
      './*': './dist/*.js',
      './deep/*': { import: './dist/esm/deep/*.mjs' },
    },
  };
  const sources = {
    'b/package.json': manifest,
    'b/src/index.ts': '',
    'b/src/x.tsx': '',
    'b/src/deep/y.mts': '',
  };

  test('leads to its sources before it is built', () => {
    expect(resolve(sources, 'b')).toEqual(['b/src/index.ts']);
    expect(resolve(sources, 'b/x')).toEqual(['b/src/x.tsx']);
    expect(resolve(sources, 'b/deep/y')).toEqual(['b/src/deep/y.mts']);
  });

  test('leads to its outputs and its sources after it is built', () => {
    const built = { ...sources, 'b/dist/index.js': '', 'b/dist/x.js': '' };
    expect(resolve(built, 'b')).toEqual(['b/src/index.ts', 'b/dist/index.js']);
    expect(resolve(built, 'b/x')).toEqual(['b/dist/x.js', 'b/src/x.tsx']);
  });

  test('leads to its source entry if the output is a bundle', () => {
    const bundled = { 'b/package.json': { name: 'b', main: 'dist/bundle.cjs' }, 'b/src/index.ts': '' };
    expect(resolve(bundled, 'b')).toEqual(['b/src/index.ts']);
    expect(resolve({ ...bundled, 'b/dist/bundle.cjs': '' }, 'b')).toEqual([
      'b/dist/bundle.cjs',
      'b/src/index.ts',
    ]);
  });

  test('leads to the source that the manifest names', () => {
    const manifest = { name: 'b', main: 'dist/bundle.cjs', source: 'code/start.ts' };
    expect(resolve({ 'b/package.json': manifest, 'b/code/start.ts': '' }, 'b')).toEqual(['b/code/start.ts']);
    const types = { name: 'b', main: 'dist/bundle.cjs', types: 'dist/start.d.ts' };
    expect(resolve({ 'b/package.json': types, 'b/src/start.ts': '' }, 'b')).toEqual(['b/src/start.ts']);
  });

  test('is missing if neither the output nor a source exists', () => {
    expect(resolve({ 'b/package.json': manifest, 'b/src/other.ts': '' }, 'b')).toBe('missing');
  });
});

describe('a tsconfig', () => {
  test('determines the source of its output, also in a shared folder at the root', () => {
    const files = {
      'tsconfig.base.json': { compilerOptions: { rootDir: '.' } },
      'b/package.json': { name: 'b', main: '../out/tsc/b/code/main.js' },
      'b/tsconfig.json': { files: [], references: [{ path: './tsconfig.lib.json' }] },
      'b/tsconfig.lib.json': { compilerOptions: { outDir: '../out/tsc/b', rootDir: '.' } },
      'b/code/main.ts': '',
    };
    const root = writeWorkspace({ ...consumer, ...files });
    const graph = openGraph(root, { a: 'a', b: 'b' });
    expect(graph.resolve('a/main.ts', '../out/tsc/b/code/main.js').modules).toEqual(['b/code/main.ts']);
    expect(graph.isBuildOutput('out/tsc/b/code/main.js')).toBe(true);
    expect(graph.isBuildOutput('b/code/main.ts')).toBe(false);
  });

  test('with an unusual output folder has priority over the convention', () => {
    const files = {
      'b/package.json': { name: 'b', main: 'compiled/index.js' },
      'b/tsconfig.json': { compilerOptions: { outDir: 'compiled', rootDir: 'source' } },
      'b/source/index.ts': '',
    };
    expect(resolve(files, 'b')).toEqual(['b/source/index.ts']);
  });

  test('that compiles in place has no output folder', () => {
    const root = writeWorkspace({ 'b/tsconfig.json': { compilerOptions: { outDir: '.' } }, 'b/x.ts': '' });
    expect(openGraph(root, { b: 'b' }).isBuildOutput('b/x.ts')).toBe(false);
  });
});

describe('by convention', () => {
  test('a source folder named lib is not a build output', () => {
    const root = writeWorkspace({
      'b/src/lib/x.ts': '',
      'b/src/x.ts': '',
      'b/lib/y.ts': '',
      'b/src/y.ts': '',
      'b/z.ts': '',
    });
    const graph = openGraph(root, { b: 'b' });
    expect(graph.resolve('b/z.ts', './src/lib/x').modules).toEqual(['b/src/lib/x.ts']);
    expect(graph.resolve('b/z.ts', './lib/y').modules).toEqual(['b/lib/y.ts']);
    expect(graph.isBuildOutput('b/lib/y.ts')).toBe(false);
    expect(graph.resolve('b/z.ts', './lib/none')).toMatchObject({ modules: [], missing: true });
  });

  test('an output at the root that repeats the path of a project leads to the project', () => {
    expect(resolve({ 'b/src/index.ts': '' }, '../dist/b/src/index.js')).toEqual(['b/src/index.ts']);
  });

  test('an output in git is a module, and its source is one too', () => {
    expect(resolve({ '.gitignore': '', 'b/lib/x.js': '', 'b/src/x.ts': '' }, '../b/lib/x.js')).toEqual([
      'b/lib/x.js',
      'b/src/x.ts',
    ]);
  });
});

test('a file in a build output can be read as a module', () => {
  const root = writeWorkspace({ ...consumer, 'b/src/x.ts': '' });
  writeFiles(root, { 'b/dist/x.js': 'built' });
  const graph = openGraph(root, { b: 'b' });
  expect(graph.model('b/dist/x.js')).toBeDefined();
  expect(graph.contentHash('b/dist/x.js')).toBeDefined();
  expect(graph.projectFiles('b')).toEqual(['b/src/x.ts']);
});

describe('an import of a build output', () => {
  const files = {
    ...consumer,
    'a/vite.config.ts': '',
    'b/package.json': { name: 'b', main: './dist/index.js' },
    'b/src/index.ts': '',
    'b/src/x.ts': '',
    'b/dist/index.js': '',
    'b/dist/x.js': '',
    'b/dist/chunk.js': '',
    'c/package.json': { name: 'c', main: './dist/index.js' },
    'c/src/index.ts': '',
    'c/dist/index.js': '',
  };
  const projects = { a: 'a', b: 'b', c: 'c' };

  test('in another build output leads only to the output, because its own source leads to the sources', () => {
    const graph = openGraph(writeWorkspace(files), projects);
    expect(graph.resolve('a/main.ts', 'b').modules).toEqual(['b/dist/index.js', 'b/src/index.ts']);
    expect(graph.resolve('b/dist/index.js', './x').modules).toEqual(['b/dist/x.js']);
    expect(graph.resolve('b/dist/index.js', 'c').modules).toEqual(['c/dist/index.js']);
    expect(graph.resolve('b/src/index.ts', './x').modules).toEqual(['b/src/x.ts']);
    expect(graph.resolve('b/src/index.ts', 'c').modules).toEqual(['c/dist/index.js', 'c/src/index.ts']);
  });

  test('in a build output without a source leads to both', () => {
    const graph = openGraph(writeWorkspace(files), projects);
    expect(graph.resolve('b/dist/chunk.js', './x').modules).toEqual(['b/dist/x.js', 'b/src/x.ts']);
  });

  test('in another build output leads to the source if the target is not built', () => {
    const { 'b/dist/x.js': _x, 'c/dist/index.js': _c, ...partly } = files;
    const graph = openGraph(writeWorkspace(partly), projects);
    expect(graph.resolve('b/dist/index.js', './x').modules).toEqual(['b/src/x.ts']);
    expect(graph.resolve('b/dist/index.js', 'c').modules).toEqual(['c/src/index.ts']);
  });

  test('is ignored if an alias leads to a source, except in a configuration or a build output', () => {
    const root = writeWorkspace(files);
    const aliases = [{ find: '^(b|c)$', pattern: true, replacement: `${root}/$1/src/index.ts` }];
    const graph = openGraph(root, projects, { aliases });
    expect(graph.resolve('a/main.ts', 'b').modules).toEqual(['b/src/index.ts']);
    expect(graph.resolve('a/vite.config.ts', 'b').modules).toEqual(['b/src/index.ts', 'b/dist/index.js']);
    expect(graph.resolve('b/dist/index.js', 'c').modules).toEqual(['c/src/index.ts', 'c/dist/index.js']);
    const broken = [{ find: 'b', pattern: false, replacement: `${root}/none.ts` }];
    expect(openGraph(root, projects, { aliases: broken }).resolve('a/main.ts', 'b').modules).toContain(
      'b/dist/index.js',
    );
  });
});
