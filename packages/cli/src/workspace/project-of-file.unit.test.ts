import { expect, test } from 'vitest';
import type { NxGraph } from './nx-graph';
import { projectOfFile } from './project-of-file';

const graph: NxGraph = {
  nodes: {
    shop: { data: { root: 'libs/shop' } },
    docs: { data: { root: 'docs' } },
    nested: { data: { root: 'libs/shop/nested' } },
    root: { data: { root: '.' } },
  },
  dependencies: {},
};

test('a file belongs to the innermost project that contains it', () => {
  expect(projectOfFile(graph, 'libs/shop/a.test.ts')).toBe('shop');
  expect(projectOfFile(graph, 'libs/shop/nested/a.test.ts')).toBe('nested');
  expect(projectOfFile(graph, 'libs/shopping/a.test.ts')).toBe('root');
  expect(
    projectOfFile({ nodes: { docs: { data: { root: 'docs' } } }, dependencies: {} }, 'a.test.ts'),
  ).toBeUndefined();
});
