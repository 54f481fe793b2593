import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { optionsOf } from '../model/block-name';
import type { ExecutedBlocks } from '../records/test-execution';
import { findDependencies, type TestRoots } from './find-dependencies';

const modules: Readonly<Record<string, ModuleSketch>> = {
  'p/t.ts': {},
  'p/config.ts': {
    imports: { shared: 'p/base.ts shared', helper: 'p/helper.ts helper' },
    blocks: {
      default: { uses: ['shared', 'helper', 'own'] },
      [optionsOf('default')]: { uses: ['shared'] },
      own: {},
      unrelated: {},
    },
  },
  'p/base.ts': { blocks: { shared: {}, other: {}, '<effects>': { eager: 'yes' } } },
  'p/helper.ts': { blocks: { helper: {} } },
};
const options = ['p/base.ts#<effects>', 'p/base.ts#shared', `p/config.ts#${optionsOf('default')}`];
const computing: ModuleSketch = {
  blocks: { shared: {}, '<effects>': { eager: 'yes', fallbackCauses: ['computed-import'] } },
};
const whole = ['default', 'own', 'unrelated'].map((name) => `p/config.ts#${name}`);

interface RunSketch {
  readonly change?: Readonly<Record<string, ModuleSketch>>;
  readonly roots?: Partial<TestRoots>;
  readonly isHandedOn?: boolean;
  readonly executed?: ExecutedBlocks;
  /** A module that may receive the options. */
  readonly receiving?: string;
  /** Pragmas of the test file. */
  readonly pragmas?: readonly string[];
}

function find({
  change = {},
  roots = {},
  isHandedOn = false,
  executed,
  receiving,
  pragmas = [],
}: RunSketch = {}) {
  const graph = sketchGraph({ ...modules, ...change });
  const model: typeof graph.model = (path) => {
    const known = graph.model(path);
    if (known && path === 'p/t.ts') return { ...known, pragmas };
    return known && path === receiving ? { ...known, receivesConfiguration: true } : known;
  };
  const start: TestRoots = {
    testFile: 'p/t.ts',
    project: 'p',
    setup: [],
    packages: [],
    configurations: { modules: ['p/config.ts'], manifestKeys: [], isHandedOn },
    observed: { startedProcess: false },
    ...roots,
  };
  const found = findDependencies(createAnalysis({ ...graph, model }), start, executed);
  return {
    blocks: [...found.hashes.keys()].filter((block) => !block.includes('load order')).sort(),
    configurations: [...found.configurations],
  };
}

const usesConfig: ModuleSketch = {
  imports: { config: 'p/config.ts default' },
  blocks: { '<effects>': { eager: 'yes', uses: ['config'] } },
};

describe('a configuration', () => {
  it('is compared without ignored options, and with the modules that the other options refer to', () => {
    expect(find()).toEqual({ blocks: options, configurations: ['p/config.ts'] });
  });

  it('is compared without them if a test names an environment of the test runner', () => {
    expect(find({ pragmas: ['@runner-environment jsdom'] }).configurations).toEqual(['p/config.ts']);
  });

  it('is compared with all its declarations, but without the options, if the test runner uses it with another one', () => {
    const modules = ['p/first.ts', 'p/config.ts'];
    const configurations = { modules, manifestKeys: [], isHandedOn: false };
    const { blocks } = find({ change: { 'p/first.ts': {} }, roots: { configurations } });
    expect(blocks).toEqual(expect.arrayContaining([...options, 'p/config.ts#own', 'p/config.ts#unrelated']));
    expect(blocks).not.toContain('p/config.ts#default');
  });

  it('is compared by the export of another module that it re-exports', () => {
    const passing: ModuleSketch = { hops: { default: 'p/base.ts other' } };
    expect(find({ change: { 'p/config.ts': passing } }).blocks).toContain('p/base.ts#other');
  });

  it.each<[string, RunSketch]>([
    ['not all reads are known', { roots: { observed: undefined as never } }],
    ['a process was started that is not traced', { roots: { observed: { startedProcess: true } } }],
    ['it loads modules that are not known', { change: { 'p/base.ts': computing } }],
    ['the test has an environment of its own', { pragmas: ['@runner-environment ./own.ts'] }],
    ['the runner hands it on', { isHandedOn: true }],
    ['a module that it imports may be given it', { receiving: 'p/base.ts' }],
    [
      'a module around the tests may receive it',
      { receiving: 'p/helper.ts', roots: { setup: ['p/helper.ts'] } },
    ],
  ])('is compared with all its declarations where %s', (_, given) => {
    const { blocks, configurations } = find(given);
    expect(blocks).toEqual(expect.arrayContaining(whole));
    expect(configurations).toEqual([]);
  });

  it.each<[string, RunSketch]>([
    ['a test', { change: { 'p/t.ts': usesConfig } }],
    ['the setup', { change: { 'p/setup.ts': usesConfig }, roots: { setup: ['p/setup.ts'] } }],
    [
      'another configuration',
      {
        change: { 'p/second.ts': usesConfig },
        roots: {
          configurations: { modules: ['p/second.ts', 'p/config.ts'], manifestKeys: [], isHandedOn: false },
        },
      },
    ],
  ])('is compared with all its options where %s uses it', (_, given) => {
    expect(find(given).blocks).toEqual(expect.arrayContaining(['p/config.ts#default', 'p/helper.ts#helper']));
  });

  it('is compared with all its declarations if a test loads it in a way that no code shows', () => {
    const { blocks, configurations } = find({ executed: new Map([['p/config.ts', new Set<string>()]]) });
    expect(blocks).toEqual(expect.arrayContaining(whole));
    expect(configurations).toEqual([]);
  });

  it('is compared with all its declarations if it has no default export', () => {
    const named: ModuleSketch = { blocks: { a: {}, b: {} } };
    expect(find({ change: { 'p/config.ts': named } }).blocks).toEqual(['p/config.ts#a', 'p/config.ts#b']);
  });
});

describe('a module around the tests', () => {
  const others = { 'p/set-up.ts': { blocks: { run: {}, 'run()': { parent: 'run' }, unrelated: {} } } };
  const blocksOf = (sketch: ModuleSketch) =>
    find({ change: { ...others, 'p/global.ts': sketch }, roots: { setup: ['p/global.ts'] } }).blocks;

  it.each<[string, ModuleSketch]>([
    ['under another name', { hops: { default: 'p/set-up.ts run' } }],
    ['with all names', { stars: ['p/set-up.ts'] }],
    ['and was compiled to CommonJS', { hops: { default: 'p/set-up.ts run' }, isCompiled: true }],
  ])('is compared with its re-exports %s', (_, sketch) => {
    expect(blocksOf(sketch)).toEqual(expect.arrayContaining(['p/set-up.ts#run', 'p/set-up.ts#run()']));
  });

  it('is compared without modules that it does not re-export', () => {
    expect(blocksOf({ hops: { default: 'p/set-up.ts run' } })).not.toContain('p/set-up.ts#unrelated');
    expect(blocksOf({ loads: ['p/set-up.ts'] })).not.toContain('p/set-up.ts#run');
  });

  it('that is the configuration and was compiled to CommonJS is compared with a default of another module', () => {
    const sketch: ModuleSketch = { hops: { default: 'p/set-up.ts run' }, isCompiled: true };
    expect(find({ change: { ...others, 'p/config.ts': sketch } }).blocks).toEqual(
      expect.arrayContaining(['p/set-up.ts#run', 'p/set-up.ts#run()']),
    );
  });
});
