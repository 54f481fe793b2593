import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { type BlockSketch, type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import type { LinkOptions } from './load-plans';
import { findDependencies } from './find-dependencies';

/** The blocks of classes that a test depends on if it loads them and uses none. */
function classesOf(modules: Record<string, ModuleSketch>, linking: LinkOptions = {}): string[] {
  const test = { loads: ['p/b.ts'], blocks: { '<effects>': { eager: 'yes' as const } } };
  const analysis = createAnalysis(sketchGraph({ 'p/t.ts': test, ...modules }));
  const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [], ...linking };
  return [...findDependencies(analysis, roots).hashes.keys()].filter((one) => /#\w+$/.test(one)).sort();
}

const base: Readonly<Record<string, BlockSketch>> = { A: { uses: ['A.<members>'] }, 'A.<members>': {} };
const extending = (target: string): ModuleSketch => ({
  imports: { A: target },
  blocks: { B: { extends: 'A', eager: 'shape', uses: ['B.<members>'] }, 'B.<members>': {} },
});

describe('a class that is defined and not used', () => {
  it.each<[string, Record<string, ModuleSketch>]>([
    ['of its own module', { 'p/b.ts': { blocks: { ...base, B: { extends: 'A', eager: 'shape' } } } }],
    ['of another module', { 'p/b.ts': extending('p/a.ts A'), 'p/a.ts': { blocks: base } }],
    [
      'behind a re-export',
      {
        'p/b.ts': extending('p/index.ts Other'),
        'p/index.ts': { hops: { Other: 'p/a.ts A' } },
        'p/a.ts': { blocks: base },
      },
    ],
    [
      'behind the only star that provides it',
      {
        'p/b.ts': extending('p/index.ts A'),
        'p/index.ts': { stars: ['p/c.ts', 'p/a.ts'] },
        'p/a.ts': { blocks: base },
        'p/c.ts': { blocks: { C: {} } },
      },
    ],
  ])('does not count where its base is a class %s', (_, modules) => {
    expect(classesOf(modules)).toEqual([]);
  });

  it.each<[string, Record<string, ModuleSketch>]>([
    ['is no class', { 'p/b.ts': extending('p/a.ts A'), 'p/a.ts': { blocks: { A: {} } } }],
    ['is gone', { 'p/b.ts': extending('p/a.ts A'), 'p/a.ts': {} }],
    ['is from a package', { 'p/b.ts': extending('package:left A') }],
    [
      'is provided by two modules',
      {
        'p/b.ts': extending('p/index.ts A'),
        'p/index.ts': { stars: ['p/c.ts', 'p/a.ts'] },
        'p/a.ts': { blocks: base },
        'p/c.ts': { blocks: base },
      },
    ],
    [
      'is required',
      {
        'p/b.ts': {
          requires: { A: 'p/a.ts A' },
          blocks: { B: { extends: 'A', eager: 'shape' } },
        },
        'p/a.ts': { blocks: base },
      },
    ],
    [
      'may not be evaluated yet',
      { 'p/b.ts': extending('p/a.ts A'), 'p/a.ts': { loads: ['p/b.ts'], blocks: base } },
    ],
    [
      'leads back to itself',
      {
        'p/b.ts': extending('p/index.ts A'),
        'p/index.ts': { hops: { A: 'p/other.ts A' } },
        'p/other.ts': { hops: { A: 'p/index.ts A' } },
      },
    ],
    ['is unknown', { 'p/b.ts': { blocks: { B: { eager: 'shape' } } } }],
  ])('counts for who loads it where its base %s', (_, modules) => {
    expect(classesOf(modules)).toContain('p/b.ts#B');
  });

  it('counts if a base, or a module on the way to it, may be mocked', () => {
    const mocking = (specifier: string): Record<string, ModuleSketch> => ({
      'p/t.ts': {
        loads: ['p/b.ts'],
        blocks: { '<effects>': { eager: 'yes', dependencies: [{ kind: 'mock', specifier }] } },
      },
      'p/b.ts': extending('p/index.ts A'),
      'p/index.ts': { hops: { A: 'p/a.ts A' } },
      'p/a.ts': { blocks: base },
      'p/c.ts': {},
    });
    expect(classesOf(mocking('p/a.ts'))).toContain('p/b.ts#B');
    expect(classesOf(mocking('p/index.ts'))).toContain('p/b.ts#B');
    expect(classesOf(mocking('p/c.ts'))).not.toContain('p/b.ts#B');
  });

  it('counts if Node itself loads the modules, because their mocks are unknown', () => {
    const modules = { 'p/b.ts': extending('p/a.ts A'), 'p/a.ts': { blocks: base } };
    expect(classesOf(modules, { linksNames: true })).toEqual(['p/a.ts#A', 'p/b.ts#B']);
  });

  it('counts only with the definitions of its bases', () => {
    const modules = {
      'p/b.ts': extending('p/a.ts A'),
      'p/a.ts': { loads: ['p/b.ts'], blocks: base },
    };
    const analysis = createAnalysis(sketchGraph({ 'p/t.ts': { loads: ['p/b.ts'] }, ...modules }));
    const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [] };
    const found = [...findDependencies(analysis, roots).hashes.keys()];
    expect(found.filter((one) => one.includes('<members>'))).toEqual([]);
  });
});
