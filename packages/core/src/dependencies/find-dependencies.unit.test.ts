import { blockKey } from '../records/block-key.testing';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { findDependencies } from './find-dependencies';
import { type ModuleSketch, sketchGraph, sketchModule } from '../graph/graph.testing';

function blocksOf(modules: Record<string, ModuleSketch>, files: Record<string, string> = {}) {
  const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [] };
  return findDependencies(createAnalysis(sketchGraph(modules, files)), roots);
}

const test = (name: string, from = 'p/a.ts'): ModuleSketch => ({
  imports: { [name]: `${from} ${name}` },
  blocks: { '<effects>': { eager: 'yes', uses: [name] } },
});

describe('findDependencies', () => {
  it('follows the names a test uses, and no other names of their modules', () => {
    const { hashes } = blocksOf({
      'p/t.ts': test('f'),
      'p/a.ts': { blocks: { f: { uses: ['g'] }, g: {}, h: {} } },
    });
    expect([...hashes.keys()].sort()).toEqual([
      'p/a.ts#f',
      'p/a.ts#g',
      'p/t.ts#<effects>',
      'p/t.ts#<load order>',
    ]);
  });

  it('includes the bodies of a block that is used as a whole', () => {
    const { hashes } = blocksOf({
      'p/t.ts': test('f'),
      'p/a.ts': { blocks: { f: {}, 'f()': { parent: 'f', uses: ['g'] }, g: {} } },
    });
    expect(hashes.has(blockKey('p/a.ts#f()'))).toBe(true);
    expect(hashes.has(blockKey('p/a.ts#g'))).toBe(true);
  });

  it('includes the exports of a module that is used as an object, in their order', () => {
    const test = {
      imports: { all: 'p/a.ts *' },
      blocks: { '<effects>': { eager: 'yes', uses: ['all'] } },
    } as const;
    const hashOf = (sketch: ModuleSketch) =>
      blocksOf({ 'p/t.ts': test, 'p/a.ts': sketch, 'p/b.ts': {}, 'p/c.ts': {} }).hashes.get(
        blockKey('p/a.ts=>*'),
      );
    const [f, g] = [{ blocks: { f: {}, g: {} } }, { blocks: { g: {}, f: {} } }];
    expect(hashOf(f)).not.toBe(hashOf(g));
    expect(hashOf({ stars: ['p/b.ts', 'p/c.ts'] })).not.toBe(hashOf({ stars: ['p/c.ts', 'p/b.ts'] }));
    expect(hashOf(f)).toBe(hashOf(structuredClone(f)));
  });

  it('follows a name through a barrel, with one block for each hop', () => {
    const modules = {
      'p/t.ts': test('f', 'p/index.ts'),
      'p/index.ts': { hops: { f: 'p/a.ts f', g: 'p/b.ts g' } },
      'p/a.ts': { blocks: { f: {} } },
      'p/b.ts': { blocks: { g: {} } },
    };
    const { hashes } = blocksOf(modules);
    expect(hashes.has(blockKey('p/index.ts=>f'))).toBe(true);
    expect(hashes.has(blockKey('p/a.ts#f'))).toBe(true);
    expect(hashes.has(blockKey('p/b.ts#g'))).toBe(false);
  });

  it.each(['other', 'colors', '*', 'from colors'])(
    'changes with the target of a re-export if the barrel also imports %s, which is missing',
    (specifier) => {
      const hashesWith = (target: string) => {
        const imports = { colors: 'p/index.ts colors', f: 'p/a.ts f', g: 'p/a.ts g' };
        const lazy = { parent: 'lazy', dependencies: [{ kind: 'import' as const, specifier }] };
        return blocksOf({
          'p/t.ts': { imports, blocks: { '<effects>': { eager: 'yes', uses: ['colors', 'f', 'g'] } } },
          'p/index.ts': { hops: { colors: `p/a.ts ${target}` }, blocks: { lazy: {}, 'lazy()': lazy } },
          'p/a.ts': { blocks: { f: {}, g: {} } },
        }).hashes;
      };
      const [ofF, ofG] = [hashesWith('f'), hashesWith('g')];
      expect([...ofF.keys()].sort()).toEqual([...ofG.keys()].sort());
      expect(ofF).not.toEqual(ofG);
    },
  );

  it('changes nothing when a barrel gets a module without effects, and something when the module has effects', () => {
    const barrel = (stars: string[]) => ({
      'p/t.ts': test('f', 'p/index.ts'),
      'p/index.ts': { stars },
      'p/a.ts': { blocks: { f: {} } },
      'p/free.ts': { blocks: { other: {} } },
      'p/effect.ts': { blocks: { '<effects>': { eager: 'yes' as const } } },
    });
    const before = blocksOf(barrel(['p/a.ts'])).hashes;
    expect(blocksOf(barrel(['p/a.ts', 'p/free.ts'])).hashes).toEqual(before);
    expect(blocksOf(barrel(['p/a.ts', 'p/effect.ts'])).hashes).not.toEqual(before);
  });

  it('changes when a barrel re-exports a name from another module', () => {
    const pointed = (to: string) => ({
      'p/t.ts': test('f', 'p/index.ts'),
      'p/index.ts': { hops: { f: to } },
      'p/a.ts': { blocks: { f: {}, g: { text: 'f' } } },
    });
    expect(blocksOf(pointed('p/a.ts f')).hashes).not.toEqual(blocksOf(pointed('p/a.ts g')).hashes);
  });

  it('includes the order of effects: swapping two imports with effects is a change', () => {
    const effect = { blocks: { '<effects>': { eager: 'yes' as const } } };
    const loads = (order: string[]) =>
      blocksOf({ 'p/t.ts': { loads: order }, 'p/a.ts': effect, 'p/b.ts': effect }).hashes;
    expect(loads(['p/a.ts', 'p/b.ts'])).not.toEqual(loads(['p/b.ts', 'p/a.ts']));
  });

  it('includes the shape of a heritage on load, and its bodies only on use', () => {
    const classes = {
      'p/a.ts': {
        blocks: {
          A: { extends: 'B', eager: 'shape' as const },
          B: { uses: ['helper'] },
          'B.m()': { parent: 'B' },
          helper: {},
        },
      },
    };
    const loaded = blocksOf({ 'p/t.ts': { loads: ['p/a.ts'] }, ...classes }).hashes;
    expect([...loaded.keys()].filter((block) => block.startsWith('p/a.ts')).sort()).toEqual([
      'p/a.ts#A',
      'p/a.ts#B',
    ]);
    const used = blocksOf({ 'p/t.ts': test('A'), ...classes }).hashes;
    expect(used.has(blockKey('p/a.ts#B.m()'))).toBe(true);
    expect(used.has(blockKey('p/a.ts#helper'))).toBe(true);
  });

  it('includes only the definition of a class that is only used in `instanceof`', () => {
    const classes = {
      A: { extends: 'B', uses: ['A.<members>'] },
      'A.<members>': { uses: ['helper'] },
      'A.m()': { parent: 'A' },
      B: { uses: ['helper'] },
      helper: {},
    };
    const checking = {
      'p/t.ts': test('isA'),
      'p/a.ts': { blocks: { isA: {}, 'isA()': { parent: 'isA', checks: 'A' }, ...classes } },
    };
    const { hashes } = blocksOf(checking);
    expect([...hashes.keys()].filter((block) => block.startsWith('p/a.ts')).sort()).toEqual([
      'p/a.ts#A',
      'p/a.ts#B',
      'p/a.ts#isA',
      'p/a.ts#isA()',
    ]);
    const making = {
      'p/t.ts': test('isA'),
      'p/a.ts': { blocks: { isA: {}, 'isA()': { parent: 'isA', checks: 'A', uses: ['A'] }, ...classes } },
    };
    expect(blocksOf(making).hashes.has(blockKey('p/a.ts#A.<members>'))).toBe(true);
    expect(blocksOf(making).hashes.has(blockKey('p/a.ts#helper'))).toBe(true);
  });

  it('includes values that are read on load only inside an import cycle', () => {
    const read = { blocks: { list: { eager: 'reads' as const } } };
    expect(
      blocksOf({ 'p/t.ts': { loads: ['p/a.ts'] }, 'p/a.ts': read }).hashes.has(blockKey('p/a.ts#list')),
    ).toBe(false);
    const cyclic = {
      'p/t.ts': { loads: ['p/a.ts'] },
      'p/a.ts': { ...read, loads: ['p/b.ts'] },
      'p/b.ts': { loads: ['p/a.ts'] },
    };
    expect(blocksOf(cyclic).hashes.has(blockKey('p/a.ts#list'))).toBe(true);
  });

  it('depends on a missing import, so that it changes when the file is added', () => {
    const missing = blocksOf({ 'p/t.ts': test('f') }).hashes;
    expect(missing.get(blockKey('unresolved:p/t.ts=>p/a.ts'))).toBe('missing');
    expect(blocksOf({ 'p/t.ts': test('f'), 'p/a.ts': { blocks: { f: {} } } }).hashes).not.toEqual(missing);
  });

  it('depends on packages, literal import() with all exports, and files named by a literal', () => {
    const dependencies = [
      { kind: 'import' as const, specifier: 'p/lazy.ts' },
      { kind: 'asset' as const, specifier: 'p/data.json' },
    ];
    const modules = {
      'p/t.ts': {
        loads: ['package:lodash'],
        blocks: { '<effects>': { eager: 'yes' as const, dependencies } },
      },
      'p/lazy.ts': { blocks: { f: {}, g: {} } },
    };
    const { hashes } = blocksOf(modules, { 'p/data.json': '{}' });
    expect([...hashes.keys()]).toEqual(
      expect.arrayContaining(['package:lodash', 'p/lazy.ts#f', 'p/lazy.ts#g', 'p/data.json']),
    );
  });

  it('falls back to the whole project if a name is computed, and names the module', () => {
    const { fallbackProjects } = blocksOf({
      'p/t.ts': { blocks: { '<effects>': { eager: 'yes', fallbackCauses: ['computed-import'] } } },
    });
    expect(fallbackProjects.get('p')).toEqual([
      { kind: 'computed-import', module: 'p/t.ts', block: 'p/t.ts#<effects>' },
    ]);
  });

  it('returns the path from a block back to the test', () => {
    const { causes } = blocksOf({ 'p/t.ts': test('f'), 'p/a.ts': { blocks: { f: { uses: ['g'] }, g: {} } } });
    expect(causes.get(blockKey('p/a.ts#g'))).toBe('p/a.ts#f');
    expect(causes.get(blockKey('p/a.ts#f'))).toBe('p/t.ts#<effects>');
  });

  it('handles a chain of 20,000 imports', () => {
    const chain = Array.from(
      { length: 20_000 },
      (_, n) => [`p/${n}.ts`, { loads: [`p/${n + 1}.ts`] }] as const,
    );
    expect(blocksOf({ 'p/t.ts': { loads: ['p/0.ts'] }, ...Object.fromEntries(chain) }).modules.size).toBe(
      20_001,
    );
  });
});

describe('an imported manifest', () => {
  const pkg = (keys: Record<string, string> | undefined) => ({
    ...sketchModule({}),
    kind: 'whole-file' as const,
    contentHash: JSON.stringify(keys),
    exports: {},
    ...(keys ? { keys } : {}),
  });
  const reads = (member: string | undefined, binding = 'default', path = 'p/package.json') => {
    const graph = sketchGraph({
      'p/t.ts': {
        imports: { pkg: `${path} ${binding}` },
        blocks: { '<effects>': { eager: 'yes', uses: ['pkg'] } },
      },
      [path]: {},
    });
    const [effects] = graph.model('p/t.ts')!.blocks;
    const test = {
      ...graph.model('p/t.ts')!,
      blocks: [
        {
          ...effects!,
          references: [{ name: 'pkg', use: 'value' as const, ...(member === undefined ? {} : { member }) }],
        },
      ],
    };
    return (keys?: Record<string, string>) => {
      const model = (at: string) => (at === path ? pkg(keys) : at === 'p/t.ts' ? test : undefined);
      const roots = { testFile: 'p/t.ts', project: 'p', setup: [], packages: [] };
      const { hashes } = findDependencies(createAnalysis({ ...graph, model }), roots);
      return Object.fromEntries([...hashes].filter(([block]) => block.startsWith(path)));
    };
  };
  const keys = { version: '1', name: '2' };

  it.each([
    ['version', 'default'],
    ['version', '*'],
    [undefined, 'version'],
  ])('counts by the key that is read: member %s of %s', (member, binding) => {
    expect(reads(member, binding)(keys)).toEqual({ 'p/package.json#version': '1' });
  });

  it.each([
    [undefined, 'default'],
    [undefined, '*'],
    ['default', '*'],
    ['toString', 'default'],
  ])('its whole content counts for member %s of %s', (member, binding) => {
    expect(reads(member, binding)(keys)).toEqual({ 'p/package.json': JSON.stringify(keys) });
  });

  it('counts as a whole if it is not an object, and a key that does not exist counts as missing', () => {
    expect(Object.keys(reads('version')(undefined))).toEqual(['p/package.json']);
    expect(reads('private')(keys)).toEqual({ 'p/package.json#private': 'missing' });
  });

  it('is the only JSON file that counts by key, because others may be read by path', () => {
    expect(Object.keys(reads('version', 'default', 'p/data.json')(keys))).toEqual(['p/data.json']);
  });
});
