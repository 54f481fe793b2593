import { expect, test } from 'vitest';
import { buildWorkspace } from './build-workspace';

test('the dependencies of a project contain no npm packages, no duplicates and not the project itself', () => {
  const workspace = buildWorkspace(
    '/w',
    { shop: 'libs/shop', numbers: 'libs/numbers' },
    {
      shop: [{ target: 'npm:vitest' }, { target: 'numbers' }, { target: 'shop' }, { target: 'numbers' }],
      'npm:vitest': [{ target: 'npm:vite' }],
    },
  );
  expect(workspace).toEqual({
    root: '/w',
    projects: [
      { name: 'numbers', root: 'libs/numbers', dependencies: [] },
      { name: 'shop', root: 'libs/shop', dependencies: ['numbers'] },
    ],
  });
});

test('the project at the workspace root has the root ".", however it is written', () => {
  expect(
    buildWorkspace('/w', { a: '', b: '.', c: 'libs\\c', d: 'libs/d/' }, {}).projects.map(({ root }) => root),
  ).toEqual(['.', '.', 'libs/c', 'libs/d']);
});
