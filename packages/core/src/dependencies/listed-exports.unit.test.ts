import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import type { ModuleGraph } from '../graph/module-graph';
import { EXPORTS } from '../model/block-name';
import { formatBlockId } from '../records/block-id';
import { findDependencies, loadOrderOf } from './find-dependencies';

const testFile = 'p/a.test.js';
const roots = { testFile, project: 'p', setup: [], packages: [] };

/** A test file that uses names of a module, and the modules. */
function hashesOf(name: string, modules: Readonly<Record<string, ModuleSketch>>) {
  const used: ModuleSketch = {
    requires: { used: `p/lib.js ${name}` },
    blocks: { '<effects>': { eager: 'yes', uses: ['used'] } },
  };
  const graph = sketchGraph({ [testFile]: used, ...modules });
  return findDependencies(createAnalysis(graph), roots).hashes;
}

const blocksOf = (name: string, modules: Readonly<Record<string, ModuleSketch>>) =>
  [...hashesOf(name, modules).keys()].filter((block) => !block.startsWith(testFile)).sort();

const statements = { [EXPORTS]: { eager: 'exports', uses: ['a', 'b'] } } as const;
const lib: ModuleSketch = { isCompiled: true, blocks: { ...statements, a: {}, b: {} } };

describe('a compiled CommonJS module', () => {
  it('counts by its used exports', () => {
    expect(blocksOf('a', { 'p/lib.js': lib })).toEqual(['p/lib.js#a']);
  });

  it('counts in full if a name is used that it does not list', () => {
    expect(blocksOf('c', { 'p/lib.js': lib })).toEqual(['p/lib.js#a', 'p/lib.js#b', 'p/lib.js=>*']);
  });

  it('counts in full, including the order of its exports, if it is used as an object', () => {
    const order = (first: string, second: string) =>
      hashesOf('*', { 'p/lib.js': { isCompiled: true, blocks: { [first]: {}, [second]: {} } } }).get(
        formatBlockId({ kind: 'hop', module: 'p/lib.js', name: '*' }),
      );
    expect(blocksOf('*', { 'p/lib.js': lib })).toEqual(['p/lib.js#a', 'p/lib.js#b', 'p/lib.js=>*']);
    expect(order('a', 'b')).toBe(order('a', 'b'));
    expect(order('a', 'b')).not.toBe(order('b', 'a'));
  });

  it('counts in full if it has a default export, which shares members with the module', () => {
    const withDefault = { ...lib, blocks: { ...lib.blocks, default: {} } };
    expect(blocksOf('a', { 'p/lib.js': withDefault })).toContain('p/lib.js#default');
    expect(blocksOf('a', { 'p/lib.js': withDefault })).toContain('p/lib.js#b');
  });

  it('re-exports by name', () => {
    const modules = {
      'p/lib.js': { isCompiled: true, hops: { c: 'p/x.js a' }, stars: ['p/y.js'] },
      'p/x.js': { isCompiled: true, blocks: { a: {}, other: {} } },
      'p/y.js': { isCompiled: true, blocks: { d: {}, other: {} } },
    } as const;
    expect(blocksOf('c', modules)).toEqual(['p/lib.js=>c', 'p/x.js#a']);
    expect(blocksOf('d', modules)).toEqual(['p/lib.js=>d', 'p/y.js#d']);
  });

  it('counts by everything that its statements name if it is in an import cycle', () => {
    const modules = {
      'p/lib.js': { ...lib, loads: ['p/x.js'] },
      'p/x.js': { isCompiled: true, loads: ['p/lib.js'], blocks: { [EXPORTS]: { eager: 'exports' }, c: {} } },
    } as const;
    const blocks = blocksOf('a', modules);
    expect(blocks).toContain(`p/lib.js#${EXPORTS}`);
    expect(blocks).toContain('p/lib.js#b');
    expect(blocks).toContain(`p/x.js#${EXPORTS}`);
  });

  it('provides no name if it loads a module in a cycle', () => {
    const modules = {
      'p/lib.js': { ...lib, loads: ['p/x.js'] },
      'p/x.js': { isCompiled: true, loads: ['p/x.js'], blocks: { [EXPORTS]: { eager: 'exports' } } },
    } as const;
    expect(blocksOf('a', modules)).not.toContain('p/lib.js#b');
  });
});

it('a compiled setup file counts by all its exports', () => {
  const graph = sketchGraph({
    [testFile]: {},
    'p/setup.js': { isCompiled: true, hops: { default: 'p/lib.js a' } },
    'p/lib.js': lib,
  });
  const found = findDependencies(createAnalysis(graph), { ...roots, setup: ['p/setup.js'] });
  expect([...found.hashes.keys()]).toContain('p/lib.js#a');
});

describe('a member of the result of `require`', () => {
  const source = { blocks: { a: {}, b: {} } };

  it('is an export of an ES module', () => {
    expect(blocksOf('a', { 'p/lib.js': source })).toEqual(['p/lib.js#a']);
  });

  it('named `default` may be the whole ES module if it has no default export', () => {
    expect(blocksOf('default', { 'p/lib.js': source })).toContain('p/lib.js=>*');
  });

  it('may be anything if an ES module determines the result of `require`', () => {
    const decided = { ...source, aliases: { 'module.exports': 'b' } };
    expect(blocksOf('a', { 'p/lib.js': decided })).toContain('p/lib.js#b');
  });
});

it('swapping two exports selects importers of both', () => {
  const using = (aliases: Readonly<Record<string, string>>) =>
    hashesOf('*', { 'p/lib.js': { aliases, blocks: { one: {}, two: {} } } });
  expect(using({ a: 'one', b: 'two' })).toEqual(using({ a: 'one', b: 'two' }));
  expect(using({ a: 'one', b: 'two' })).not.toEqual(using({ a: 'two', b: 'one' }));
});

it('the order of effects counts if a module may run some effects before it loads others', () => {
  const orderOf = (loads: readonly string[], isMixed: boolean) => {
    const graph = sketchGraph({
      [testFile]: { loads },
      'p/a.js': { blocks: { '<effects>': { eager: 'yes' } } },
      'p/b.js': { loads: ['p/a.js'], blocks: { '<effects>': { eager: 'yes' } } },
    });
    const model: ModuleGraph['model'] = (path) => {
      const found = graph.model(path);
      return found && path === 'p/b.js' && isMixed ? { ...found, loadsBetweenEffects: true } : found;
    };
    return findDependencies(createAnalysis({ ...graph, model }), roots).hashes.get(loadOrderOf(testFile));
  };
  expect(orderOf(['p/a.js', 'p/b.js'], false)).toBe(orderOf(['p/b.js', 'p/a.js'], false));
  expect(orderOf(['p/a.js', 'p/b.js'], true)).not.toBe(orderOf(['p/b.js', 'p/a.js'], true));
});
