import {
  type BlockId,
  type BlockModel,
  formatBlockId,
  type ModuleModel,
  type TestDependencies,
} from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { functionsOf, sortByKind } from './group-dependencies';

const part = (name: string, parent?: string): BlockModel => ({
  name,
  ...(parent === undefined ? {} : { parent }),
  hash: '1',
  eager: 'no',
  references: [],
  dependencies: [],
  fallbackCauses: [],
});
const model: ModuleModel = {
  kind: 'module',
  contentHash: '1',
  pragmas: [],
  imports: [],
  bindings: {},
  declarations: {},
  exports: {},
  stars: [],
  commonJs: false,
  readsFiles: false,
  blocks: [
    part('f'),
    part('f()', 'f'),
    part('f()/then', 'f()'),
    part('f()/then/else', 'f()/then'),
    part('g'),
    part('g()', 'g'),
  ],
};

function sort(ids: readonly BlockId[], more: Partial<TestDependencies> = {}) {
  const dependencies: TestDependencies = {
    hashes: new Map(ids.map((id) => [formatBlockId(id), 'digest'])),
    causes: new Map(),
    modules: new Set(),
    configurations: new Set(),
    needsTracedLoads: false,
    ...more,
  };
  return sortByKind({
    dependencies,
    configurations: dependencies.configurations,
    execution: { executedBlocks: new Map([['a.ts', new Set(['f()', 'f()/then'])]]) },
    modelOf: (path) => (path.endsWith('.ts') ? model : undefined),
    versionsOf: (request) => (request === 'x' ? ['2.0.0', '1.0.0'] : [request]),
  });
}

test('functions are bodies without their branches', () => {
  expect(functionsOf(model)).toEqual(['f()', 'g()']);
  expect(functionsOf(undefined)).toEqual([]);
});

test('modules have their executed functions if these are known', () => {
  const block = { kind: 'block', module: 'a.ts', name: 'f()' } as const;
  expect(sort([block], { modules: new Set(['a.ts', 'b.ts']) }).modules).toEqual([
    { path: 'a.ts', functions: 2, executed: ['f()'] },
    { path: 'b.ts', functions: 2 },
  ]);
});

test('files that only the test runner loads are configuration, with compiler options and fields of manifests', () => {
  const { modules, configuration } = sort(
    [
      { kind: 'emit', module: 'libs/a/tsconfig' },
      { kind: 'emit', module: 'tsconfig' },
      { kind: 'resolution', module: 'package.json' },
    ],
    { modules: new Set(['c.ts']), configurations: new Set(['c.ts']) },
  );
  expect(modules).toEqual([]);
  expect(configuration).toEqual([
    { path: '.', kind: 'compiler options' },
    { path: 'c.ts', kind: 'test runner' },
    { path: 'libs/a', kind: 'compiler options' },
    { path: 'package.json', kind: 'package fields' },
  ]);
});

test('a file that is read, looked up and listed counts by its content', () => {
  const { files } = sort([
    { kind: 'find', path: 'data/a.json' },
    { kind: 'read', path: 'data/a.json' },
    { kind: 'find', path: 'data/b.json' },
    { kind: 'list', path: 'data' },
    { kind: 'folder', path: 'all' },
  ]);
  expect(files).toEqual([
    { path: 'all/', use: 'content' },
    { path: 'data/', use: 'names' },
    { path: 'data/a.json', use: 'content' },
    { path: 'data/b.json', use: 'presence' },
  ]);
});

test('a file that does not exist counts by its presence', () => {
  const block = formatBlockId({ kind: 'file', path: 'a.snap' });
  expect(sort([], { hashes: new Map([[block, 'missing']]) }).files).toEqual([
    { path: 'a.snap', use: 'presence' },
  ]);
});

test('several versions of a package are one package', () => {
  const { packages, groups } = sort([
    { kind: 'package', name: 'x' },
    { kind: 'package', name: 'y@3.0.0' },
    { kind: 'package', name: '*' },
  ]);
  expect(packages).toEqual([
    { name: 'x', versions: ['1.0.0', '2.0.0'] },
    { name: 'y', versions: ['y@3.0.0'] },
  ]);
  expect(groups).toEqual([{ kind: 'packages', name: '*' }]);
});

test('groups of files are named by their kind', () => {
  const { groups, variables } = sort([
    { kind: 'project', name: 'a' },
    { kind: 'data', folder: 'libs/a' },
    { kind: 'declared', glob: 'x/**' },
    { kind: 'variable', name: 'B' },
    { kind: 'variable', name: 'A' },
  ]);
  expect(groups).toEqual([
    { kind: 'data', name: 'libs/a' },
    { kind: 'declared', name: 'x/**' },
    { kind: 'project', name: 'a' },
  ]);
  expect(variables).toEqual(['A', 'B']);
});
