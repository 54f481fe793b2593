import { describe, expect, it } from 'vitest';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { moduleText } from '../model/probe-marks';
import { withExecutionOfSources } from './execution-of-sources';

const source = 'b/src/a.ts';
const output = 'b/dist/a.js';

/** A module with a function `f` with two branches, and a function `g` without branches. */
const blocks: NonNullable<ModuleSketch['blocks']> = {
  f: {},
  'f()': { parent: 'f' },
  'f()/then': { parent: 'f()' },
  'f()/rest': { parent: 'f()' },
  g: {},
  'g()': { parent: 'g' },
};
const all = ['f()', 'f()/rest', 'f()/then', 'g()'];

interface ExecutionSketch {
  readonly source?: ModuleSketch['blocks'];
  readonly output?: ModuleSketch['blocks'];
  /** By output; default: one output. */
  readonly executed?: Readonly<Record<string, readonly string[]>>;
  /** Modules that were loaded besides the executed outputs. */
  readonly modules?: readonly string[];
  readonly mayRunUnseen?: boolean;
}

/** Names that count as executed in the source; `undefined` if all names do. */
function executedInSource(given: ExecutionSketch): readonly string[] | undefined {
  const {
    executed = { [output]: ['f()', 'f()/then'] },
    modules = [],
    mayRunUnseen = false,
    ...sketches
  } = given;
  const built = { blocks: sketches.output ?? blocks };
  const graph = {
    ...sketchGraph({
      [source]: { blocks: sketches.source ?? blocks },
      [output]: built,
      'b/dist/a.mjs': built,
    }),
    sourcesOf: (path: string) => (path.startsWith('b/dist/') ? [source] : []),
  };
  const executedBlocks = new Map(Object.entries(executed).map(([path, names]) => [path, new Set(names)]));
  const found = withExecutionOfSources(graph, { executedBlocks, modules, mayRunUnseen: () => mayRunUnseen });
  const names = found.get(source);
  return names && [...names].sort();
}

describe('the executed blocks of a source', () => {
  it('are those of its output', () => {
    expect(executedInSource({})).toEqual(['f()', 'f()/then']);
    expect(executedInSource({ executed: { [output]: [] } })).toEqual([]);
    expect(executedInSource({ executed: { [output]: ['g()', moduleText] } })).toEqual([moduleText, 'g()']);
  });

  it('are those of all outputs that may have been loaded', () => {
    const both = { [output]: ['f()', 'f()/then'], 'b/dist/a.mjs': ['f()', 'f()/rest', 'g()'] };
    expect(executedInSource({ executed: both })).toEqual(all);
    expect(executedInSource({ modules: ['b/dist/a.mjs'] })).toBeUndefined();
  });

  it('are those that it executed itself as well', () => {
    expect(executedInSource({ executed: { [output]: ['f()'], [source]: ['g()'] } })).toEqual(['f()', 'g()']);
  });

  it('are unknown if it may have run without probes', () => {
    expect(executedInSource({ mayRunUnseen: true })).toBeUndefined();
    expect(executedInSource({ executed: { [output]: ['f()'], [source]: [] }, mayRunUnseen: true })).toEqual([
      'f()',
    ]);
  });

  it('include bodies that the output does not contain', () => {
    const { 'g()': _, ...without } = blocks;
    expect(executedInSource({ output: without })).toEqual(['f()', 'f()/then', 'g()']);
  });

  it('include all branches of an executed body with other branches in the output', () => {
    const more = { ...blocks, 'f()/else': { parent: 'f()' } };
    expect(executedInSource({ output: more })).toEqual(['f()', 'f()/rest', 'f()/then']);
    expect(executedInSource({ output: more, executed: { [output]: [] } })).toEqual([]);
  });

  it('include unnamed bodies if the output contains others', () => {
    const numbered = { h: {}, 'h(1)': { parent: 'h' }, 'h(2)': { parent: 'h' } };
    const executed = { [output]: ['h(2)'] };
    expect(executedInSource({ source: numbered, output: numbered, executed })).toEqual(['h(2)']);
    const more = { ...numbered, 'h(3)': { parent: 'h' } };
    expect(executedInSource({ source: numbered, output: more, executed })).toEqual(['h(1)', 'h(2)']);
  });

  it.each<[string, ModuleSketch['blocks'], boolean]>([
    [
      'contains a helper function of a compiler',
      { ...blocks, __awaiter: {}, '__awaiter(1)': { parent: '__awaiter' } },
      true,
    ],
    ['holds functions of other modules', { ...blocks, other: {}, 'other()': { parent: 'other' } }, false],
    ['renames a function', { ...blocks, f$1: {}, 'f$1()': { parent: 'f$1' } }, false],
    ['declares more without bodies', { ...blocks, constant: {} }, true],
  ])('of an output that %s', (_, built, isKnown) => {
    expect(executedInSource({ output: built })).toEqual(isKnown ? ['f()', 'f()/then'] : undefined);
  });
});
