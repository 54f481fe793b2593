import { expect, test } from 'vitest';
import { openGraph, writeWorkspace } from '../workspace.testing';

const modules = (resolution: { readonly modules: readonly string[] }) => resolution.modules;

test('packages are also looked up in modulePaths and moduleDirectories', () => {
  const root = writeWorkspace({
    'app/src/deep/a.ts': '',
    'app/shared/tool.ts': '',
    'app/src/local/near/index.ts': '',
    'app/local/far.ts': '',
  });
  const graph = openGraph(root, {}, { modulePaths: ['app/shared'], moduleDirectories: ['local'] });
  expect(modules(graph.resolve('app/src/deep/a.ts', 'tool'))).toEqual(['app/shared/tool.ts']);
  expect(modules(graph.resolve('app/src/deep/a.ts', 'near'))).toEqual(['app/src/local/near/index.ts']);
  expect(modules(graph.resolve('app/src/deep/a.ts', 'far'))).toEqual(['app/local/far.ts']);
  expect(graph.resolve('app/src/deep/a.ts', 'nowhere').unknown).toBe(true);
});

test('a new file with priority changes the resolution of a specifier', () => {
  const before = {
    'app/a.ts': '',
    'app/card.ts': '',
    'app/list/index.ts': '',
    'node_modules/tool/index.js': '',
  };
  const context = {
    extensions: ['.ios.ts', '.native.ts', '.ts'],
    modulePaths: ['app/shared'],
    moduleDirectories: ['local'],
  };
  const resolved = (specifier: string, ...added: string[]) => {
    const files = Object.fromEntries(added.map((path) => [path, '']));
    const { modules, packages } = openGraph(writeWorkspace({ ...before, ...files }), {}, context).resolve(
      'app/a.ts',
      specifier,
    );
    return [...modules, ...packages];
  };
  expect(resolved('./card')).toEqual(['app/card.ts']);
  expect(resolved('./card', 'app/card.native.ts')).toEqual(['app/card.native.ts']);
  expect(resolved('./card', 'app/card.native.ts', 'app/card.ios.ts')).toEqual(['app/card.ios.ts']);
  expect(resolved('./list')).toEqual(['app/list/index.ts']);
  expect(resolved('./list', 'app/list/index.ios.ts')).toEqual(['app/list/index.ios.ts']);
  expect(resolved('./list', 'app/list.ts')).toEqual(['app/list.ts']);
  expect(resolved('tool')).toEqual(['tool']);
  expect(resolved('tool', 'app/shared/tool.ts')).toContain('app/shared/tool.ts');
  expect(resolved('tool', 'app/local/tool.ts')).toContain('app/local/tool.ts');
});

test('every alternative of a moduleNameMapper counts, and relative ones start at the importer', () => {
  const root = writeWorkspace({
    'app/src/a.ts': '',
    'app/src/stub.ts': '',
    'stub.ts': '',
    'app/lib/b.ts': '',
  });
  const find = '^[\\s\\S]*?(?:^@/(.*)$)[\\s\\S]*$';
  const aliases = [
    ...['app/src/$1', 'app/lib/$1'].map((replacement) => ({ find, pattern: true, replacement })),
    { find: '^[\\s\\S]*?(?:\\.css$)[\\s\\S]*$', pattern: true, replacement: './stub' },
  ];
  const graph = openGraph(root, {}, { aliases });
  expect(modules(graph.resolve('app/src/a.ts', '@/b'))).toEqual(['app/lib/b.ts']);
  expect(modules(graph.resolve('app/src/a.ts', './x.css'))).toContain('app/src/stub.ts');
});

test('a file in any __mocks__ folder below the roots replaces the package of its name', () => {
  const root = writeWorkspace({
    'app/src/a.ts': '',
    'app/src/tool.ts': '',
    'app/src/__mocks__/lodash.ts': '',
    'app/__mocks__/@scope/part.js': '',
    'other/__mocks__/lodash.ts': '',
    'app/src/__mocks__/tool.ts': '',
  });
  const from = 'app/src/a.ts';
  const graph = openGraph(root, {}, { mockRoots: ['app'] });
  expect(modules(graph.resolve(from, 'lodash'))).toEqual(['app/src/__mocks__/lodash.ts']);
  expect(modules(graph.resolve(from, '@scope/part'))).toEqual(['app/__mocks__/@scope/part.js']);
  expect(modules(graph.resolve(from, './tool'))).toEqual(['app/src/tool.ts']);
  const automocking = openGraph(root, {}, { mockRoots: ['app'], automock: true });
  expect(modules(automocking.resolve(from, './tool'))).toEqual([
    'app/src/tool.ts',
    'app/src/__mocks__/tool.ts',
  ]);
  expect(modules(openGraph(root).resolve(from, 'lodash'))).toEqual([]);
});
