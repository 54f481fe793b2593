import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import type { ModuleGraph } from '../graph/module-graph';
import { findDependencies } from './find-dependencies';

const testFile = 'p/a.test.ts';
const roots = { testFile, project: 'p', setup: [], packages: [] };
const requires: ModuleSketch = {
  blocks: { '<effects>': { eager: 'yes', dependencies: [{ kind: 'import', specifier: 'p/lib.js' }] } },
};

function withCommonJs(graph: ModuleGraph, path: string): ModuleGraph {
  return {
    ...graph,
    model(asked) {
      const model = graph.model(asked);
      return asked === path && model ? { ...model, exports: {}, commonJs: true } : model;
    },
  };
}

describe('a module that determines its exports while it runs', () => {
  const graph = withCommonJs(
    sketchGraph({
      [testFile]: requires,
      'p/lib.js': {
        blocks: {
          // exports.used = used; exports.f = f;
          '<effects>': { eager: 'yes', uses: ['used', 'f'] },
          used: { uses: ['base'] },
          base: {},
          f: {},
          'f()': { parent: 'f', uses: ['inBody'] },
          inBody: {},
          unnamed: {},
          'unnamed()': { parent: 'unnamed' },
        },
      },
    }),
    'p/lib.js',
  );
  const namesOf = (executed: readonly string[]) =>
    [
      ...findDependencies(
        createAnalysis(graph),
        roots,
        new Map([['p/lib.js', new Set(executed)]]),
      ).hashes.keys(),
    ]
      .filter((block) => block.startsWith('p/lib.js#'))
      .map((block) => block.replace('p/lib.js#', ''))
      .sort();

  it('counts by everything that its statements name, and by no other declaration', () => {
    expect(namesOf([])).toEqual(['<effects>', 'base', 'f', 'used']);
  });

  it('counts by everything that executed functions name', () => {
    expect(namesOf(['f()'])).toEqual(['<effects>', 'base', 'f', 'f()', 'inBody', 'used']);
    expect(namesOf(['unnamed()'])).toEqual(['<effects>', 'base', 'f', 'unnamed', 'unnamed()', 'used']);
  });
});

describe('a module that may have been loaded by a computed name', () => {
  it('counts by its exports and everything they name, and by no other declaration', () => {
    const graph = sketchGraph({
      [testFile]: {
        imports: { one: 'p/lib.js one' },
        blocks: { '<effects>': { eager: 'yes', uses: ['one'], fallbackCauses: ['computed-import'] } },
      },
      'p/lib.js': { blocks: { one: {}, two: { uses: ['base'] }, base: {}, own: {} } },
    });
    const exporting: ModuleGraph = {
      ...graph,
      model(asked) {
        const model = graph.model(asked);
        if (asked !== 'p/lib.js' || !model) return model;
        const { one, two } = model.exports;
        return { ...model, exports: { one: one!, two: two! } };
      },
    };
    const find = (observed: boolean) =>
      findDependencies(
        createAnalysis(exporting),
        { ...roots, ...(observed ? { observed: { startedProcess: false } } : {}) },
        new Map([['p/lib.js', new Set<string>()]]),
      );
    const blocks = [...find(true).hashes.keys()].filter((block) => block.startsWith('p/lib.js#'));
    expect(blocks.sort()).toEqual(['p/lib.js#base', 'p/lib.js#one', 'p/lib.js#two']);
    expect(find(true).fallbackProjects.size).toBe(0);
    expect(find(false).fallbackProjects.size).toBe(1);
  });
});
