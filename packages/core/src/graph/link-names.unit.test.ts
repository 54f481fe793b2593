import { expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { findDependencies } from '../dependencies/find-dependencies';
import { type ModuleSketch, sketchGraph } from './graph.testing';

/** Blocks of a test that uses `f` of a barrel that re-exports `f` and `g`. */
function linksOf(modules: Record<string, ModuleSketch>, linksNames = true): ReadonlyMap<string, string> {
  const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [], linksNames };
  const graph = sketchGraph(
    {
      'p/t.ts': {
        imports: { f: 'p/index.ts f' },
        blocks: { '<effects>': { eager: 'yes', uses: ['f'] } },
      },
      'p/index.ts': { hops: { f: 'p/a.ts f', g: 'p/b.ts g' } },
      'p/a.ts': { blocks: { f: {} } },
      'p/b.ts': { blocks: { g: {} } },
      ...modules,
    },
    {},
  );
  const { hashes } = findDependencies(createAnalysis(graph), roots);
  return new Map([...hashes].filter(([block]) => block.endsWith('#<links>')));
}

it('a missing name that a barrel re-exports counts if modules are linked, even if nothing uses it', () => {
  const before = linksOf({});
  expect([...before.keys()].sort()).toEqual(['p/index.ts#<links>', 'p/t.ts#<links>']);
  const after = linksOf({ 'p/b.ts': { blocks: { other: {} } } });
  expect(after.get('p/t.ts#<links>')).toBe(before.get('p/t.ts#<links>'));
  expect(after.get('p/index.ts#<links>')).not.toBe(before.get('p/index.ts#<links>'));
});

it('stays the same while the names exist, whatever their targets are', () => {
  expect(linksOf({ 'p/b.ts': { blocks: { g: {}, more: {} } } })).toEqual(linksOf({}));
  expect(linksOf({ 'p/b.ts': { stars: ['p/c.ts'] }, 'p/c.ts': { blocks: { g: {} } } })).toEqual(linksOf({}));
});

it('a name that two modules provide is missing', () => {
  const twice = (other: string): Record<string, ModuleSketch> => ({
    'p/b.ts': { stars: ['p/c.ts', 'p/d.ts'] },
    'p/c.ts': { blocks: { g: {} } },
    'p/d.ts': { blocks: { [other]: {} } },
  });
  expect(linksOf(twice('h'))).toEqual(linksOf({}));
  expect(linksOf(twice('g')).get('p/index.ts#<links>')).not.toBe(linksOf({}).get('p/index.ts#<links>'));
});

it('does not exist if modules are not linked', () => {
  expect(linksOf({}, false).size).toBe(0);
});

it('does not exist for a module whose name marks it as CommonJS', () => {
  const linked = linksOf({
    'p/index.ts': { hops: { f: 'p/old.cjs f' } },
    'p/old.cjs': { imports: { a: 'p/a.ts a' }, blocks: { f: {} } },
  });
  expect([...linked.keys()].sort()).toEqual(['p/index.ts#<links>', 'p/t.ts#<links>']);
});

it('ignores names that a require binds, whatever their targets are', () => {
  const linked = linksOf({
    'p/index.ts': { requires: { f: 'p/a.ts f', gone: 'p/a.ts gone' }, blocks: { f: {} } },
  });
  expect([...linked.keys()]).toEqual(['p/t.ts#<links>']);
});

it('does not exist for a module that was compiled to CommonJS', () => {
  const linked = linksOf({
    'p/index.ts': { isCompiled: true, hops: { f: 'p/a.ts f', gone: 'p/a.ts gone' } },
  });
  expect([...linked.keys()]).toEqual(['p/t.ts#<links>']);
});

it('whether a module that was compiled to CommonJS exports a name depends on its text', () => {
  const compiled = (f: ModuleSketch['blocks']) =>
    linksOf({ 'p/index.ts': { isCompiled: true, blocks: f ?? {} } }).get('p/t.ts#<links>');
  expect(compiled({ f: { text: 'one' } })).toBe(compiled({ f: { text: 'one' } }));
  expect(compiled({ f: { text: 'one' } })).not.toBe(compiled({ f: { text: 'other' } }));
});
