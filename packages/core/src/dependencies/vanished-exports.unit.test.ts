import { expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { sketchGraph } from '../graph/graph.testing';
import type { ModuleGraph } from '../graph/module-graph';
import { findDependencies } from './find-dependencies';

const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [] };
const hashesOf = (graph: ModuleGraph) =>
  Object.fromEntries(findDependencies(createAnalysis(graph), roots).hashes);

it('a module that loses its last export and becomes a script selects importers of the export', () => {
  const graph = sketchGraph({
    'p/t.ts': {
      imports: { Shape: 'p/shape.ts Shape' },
      blocks: { '<effects>': { eager: 'yes', uses: ['Shape'] } },
    },
    'p/shape.ts': { blocks: { Shape: { eager: 'yes' } } },
  });
  const asScript: ModuleGraph = {
    ...graph,
    model(path) {
      const model = graph.model(path);
      return path === 'p/shape.ts' && model ? { ...model, exports: {}, commonJs: true } : model;
    },
  };
  expect(hashesOf(graph)).toEqual(hashesOf(graph));
  expect(hashesOf(asScript)).not.toEqual(hashesOf(graph));
});

it('removing a source of a built module that leaves no block selects importers of the built module', () => {
  const graph = sketchGraph({
    'p/t.ts': { loads: ['p/dist.js'], blocks: { '<effects>': { eager: 'yes' } } },
    'p/dist.js': { stars: ['p/a.js'] },
    'p/src.ts': { stars: ['p/a.js'] },
    'p/a.js': { blocks: { f: {} } },
  });
  const withSource: ModuleGraph = {
    ...graph,
    resolve(from, specifier) {
      const resolution = graph.resolve(from, specifier);
      return specifier === 'p/dist.js' ? { ...resolution, modules: ['p/dist.js', 'p/src.ts'] } : resolution;
    },
  };
  expect(hashesOf(withSource)).not.toEqual(hashesOf(graph));
});
