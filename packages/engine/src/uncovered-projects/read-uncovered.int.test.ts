import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { readUncovered } from './read-uncovered';

test('projects without a target are read from their folders, and nothing is written', () => {
  using workspace = createWorkspace({
    'package.json': { devDependencies: { mocha: '*' } },
    'a/package.json': { name: 'a', scripts: { test: 'mocha', broken: 1 } },
    'b/package.json': { name: 'b', scripts: { test: 'mocha' } },
    'c/package.json': { name: 'c', devDependencies: { ava: '*' } },
    'd/playwright.config.ts': 'export default {};',
    'e/package.json': '{',
    'f/src/index.ts': '',
  });
  const before = workspace.snapshot();
  const projects = [
    { name: 'root', root: '.' },
    { name: 'a', root: 'a', targets: { test: { executor: 'nx:run-script' } } },
    { name: 'b', root: 'b', targets: { tia: { executor: 'nx-testmon:testmon' } } },
    ...['c', 'd', 'e', 'f', 'gone'].map((name) => ({ name, root: name })),
  ];
  const found = readUncovered(workspace.root, projects);
  expect(found.map(({ name, root, problem }) => [name, root, problem.sign])).toEqual([
    ['a', 'a', 'script test'],
    ['c', 'c', 'package ava'],
    ['d', 'd', 'file playwright.config.ts'],
  ]);
  expect(workspace.snapshot()).toEqual(before);
});
