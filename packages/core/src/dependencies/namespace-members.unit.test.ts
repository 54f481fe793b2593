import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { findDependencies, loadOrderOf } from './find-dependencies';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';

/** The dependencies of a test that loads `p/b.ts` and uses nothing from it. */
function found(modules: Record<string, ModuleSketch>, linksNames = false) {
  const test = { loads: ['p/b.ts'], blocks: { '<effects>': { eager: 'yes' as const } } };
  const analysis = createAnalysis(sketchGraph({ 'p/t.ts': test, ...modules }));
  const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [], linksNames };
  const { hashes } = findDependencies(analysis, roots);
  return {
    blocks: [...hashes.keys()].filter((one) => /^p\/[^t].*#\w+$/.test(one)).sort(),
    order: hashes.get(loadOrderOf('p/t.ts')),
  };
}

const reading = (target: string): ModuleSketch => ({
  imports: { ns: target },
  blocks: { x: { eager: 'members', extends: 'ns' } },
});
const plain: ModuleSketch = { blocks: { one: {} } };
const unread = found({ 'p/b.ts': { imports: { ns: 'p/a.ts *' }, blocks: { x: {} } }, 'p/a.ts': plain });

describe('a member of a namespace that is read at load and not used', () => {
  it.each<[string, Record<string, ModuleSketch>]>([
    ['imported as one', { 'p/b.ts': reading('p/a.ts *'), 'p/a.ts': plain }],
    [
      'of a barrel',
      {
        'p/b.ts': reading('p/a.ts *'),
        'p/a.ts': { hops: { two: 'p/c.ts one' }, stars: ['p/d.ts'] },
        'p/c.ts': plain,
        'p/d.ts': plain,
      },
    ],
    [
      're-exported as one',
      { 'p/b.ts': reading('p/a.ts all'), 'p/a.ts': { hops: { all: 'p/c.ts *' } }, 'p/c.ts': plain },
    ],
  ])('does not count: %s', (_, modules) => {
    expect(found(modules)).toEqual(unread);
  });

  it.each<[string, Record<string, ModuleSketch>]>([
    ['an object', { 'p/b.ts': reading('p/a.ts one'), 'p/a.ts': plain }],
    ['a package', { 'p/b.ts': reading('package:left *') }],
    [
      'a namespace with names of a package',
      { 'p/b.ts': reading('p/a.ts *'), 'p/a.ts': { hops: { one: 'package:left one' } } },
    ],
    [
      'a namespace that may not be evaluated yet',
      { 'p/b.ts': reading('p/a.ts *'), 'p/a.ts': { ...plain, loads: ['p/b.ts'] } },
    ],
  ])('counts, with its order, where the name stands for %s', (_, modules) => {
    const { blocks, order } = found(modules);
    expect(blocks).toContain('p/b.ts#x');
    expect(order).not.toBe(unread.order);
  });

  it('counts if a module that provides a member is mocked', () => {
    const mocking = (specifier: string) =>
      found({
        'p/t.ts': {
          loads: ['p/b.ts'],
          blocks: { '<effects>': { eager: 'yes', dependencies: [{ kind: 'mock', specifier }] } },
        },
        'p/b.ts': reading('p/a.ts *'),
        'p/a.ts': { stars: ['p/c.ts'] },
        'p/c.ts': plain,
        'p/d.ts': {},
      }).blocks;
    expect(mocking('p/c.ts')).toContain('p/b.ts#x');
    expect(mocking('p/d.ts')).not.toContain('p/b.ts#x');
  });

  it('counts by its definition if a loaded class extends it', () => {
    const modules = {
      'p/b.ts': { ...reading('p/a.ts *'), loads: ['p/d.ts'] },
      'p/d.ts': { imports: { x: 'p/b.ts x' }, blocks: { B: { extends: 'x', eager: 'shape' as const } } },
      'p/a.ts': plain,
    };
    expect(found(modules).blocks).toEqual(['p/a.ts#one', 'p/b.ts#x', 'p/d.ts#B']);
  });

  it('counts if Node itself loads the modules', () => {
    expect(found({ 'p/b.ts': reading('p/a.ts *'), 'p/a.ts': plain }, true).blocks).toContain('p/b.ts#x');
  });
});
