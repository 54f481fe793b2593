import { expect, test } from 'vitest';
import { openGraph, writeWorkspace } from '../workspace.testing';

test('a package in a folder of a fixture leads to its modules, and an installed package to itself', () => {
  const root = writeWorkspace({
    'node_modules/dep/index.js': '',
    'libs/a/node_modules/own/index.js': '',
    'libs/a/src/a.test.ts': '',
    'libs/a/fixtures/app/x.js': '',
    'libs/a/fixtures/app/node_modules/dep/index.js': '',
    'libs/a/fixtures/app/node_modules/dep/package.json': { name: 'dep', main: 'index.js' },
  });
  const graph = openGraph(root, { a: 'libs/a' });
  const dep = 'libs/a/fixtures/app/node_modules/dep/index.js';
  const test = 'libs/a/src/a.test.ts';
  expect(graph.resolve(test, '../fixtures/app/node_modules/dep/index.js').modules).toEqual([dep]);
  expect(graph.resolve('libs/a/fixtures/app/x.js', 'dep').modules).toEqual([dep]);
  expect(graph.resolve(test, 'dep')).toMatchObject({ modules: [], packages: ['dep'] });
  expect(graph.resolve(test, 'own')).toMatchObject({ modules: [], packages: ['own'] });
  expect(graph.projectFiles('a')).toContain(dep);
});
