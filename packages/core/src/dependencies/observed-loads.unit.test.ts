import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import type { FallbackCause } from '../model/module-model';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { factOfTest } from '../records/fact.testing';
import { executionOf, type Reads } from '../records/test-execution';
import type { TracedLoads } from '../records/run-result';
import { findSuiteDependencies } from './find-suite-dependencies';
import { withObservedLoads } from './observed-loads';
import { readsOfTestFile } from './reads-of-test-file';
import { joinReadTraces, noReads } from './join-read-traces';

const testFile = 'p/a.test.ts';
const suite = { project: 'p', setup: [], packages: [], snapshots: 'default' as const };
const nothing = { ...noReads, loaded: [] };
const { reads: allKnown } = readsOfTestFile(nothing, nothing, new Set());

function dependenciesOf(modules: Readonly<Record<string, ModuleSketch>>, setup: readonly string[] = []) {
  const analysis = createAnalysis(sketchGraph(modules));
  return findSuiteDependencies(analysis, { ...suite, setup }, [{ testFile, types: false }]);
}

function causing(cause: FallbackCause): ModuleSketch {
  return { blocks: { '<effects>': { eager: 'yes', fallbackCauses: [cause] } } };
}

const fallsBack = (hashes: ReadonlyMap<string, string>) => hashes.has('project:p');

describe("code that can't be followed", () => {
  it.each<[FallbackCause, boolean, boolean]>([
    ['computed-import', false, true],
    ['evaluates-code', false, true],
    ['starts-process', false, false],
    ['computed-mock', true, false],
    ['changes-loading', true, false],
    ['starts-worker', true, false],
    ['evaluates-code-in-scope', true, false],
  ])('%s makes the project count: %s, if all reads are known', (cause, expected, needsLoads) => {
    const dependencies = dependenciesOf({ [testFile]: causing(cause) });
    const executed = (reads: Reads) => dependencies.executedDependencies(testFile, { reads });
    expect(fallsBack(dependencies.of(testFile).hashes)).toBe(true);
    expect(fallsBack(executed({ ...allKnown, isComplete: false }).hashes)).toBe(true);
    const known = executed(allKnown);
    expect(fallsBack(known.hashes)).toBe(expected);
    expect(known.needsTracedLoads).toBe(needsLoads);
    expect(fallsBack(executed({ ...allKnown, fallback: true }).hashes)).toBe(true);
  });

  it('is named with its location', () => {
    const dependencies = dependenciesOf({ [testFile]: causing('computed-mock') });
    const found = [{ kind: 'computed-mock', module: testFile, block: `${testFile}#<effects>` }];
    expect(dependencies.codeFallbacks(testFile)).toEqual(found);
    expect(dependencies.codeFallbacks(testFile, { reads: allKnown })).toEqual(found);
    expect(dependenciesOf({ [testFile]: {} }).codeFallbacks(testFile)).toEqual([]);
    const observed = dependenciesOf({ [testFile]: causing('computed-import') });
    expect(observed.codeFallbacks(testFile)).toHaveLength(1);
    expect(observed.codeFallbacks(testFile, { reads: allKnown })).toEqual([]);
  });

  it('makes the project count if a setup file loads modules by computed names', () => {
    const found = (cause: FallbackCause) =>
      dependenciesOf({ [testFile]: {}, 'p/setup.ts': causing(cause) }, ['p/setup.ts']).executedDependencies(
        testFile,
        { reads: allKnown },
      ).hashes;
    expect(fallsBack(found('computed-import'))).toBe(true);
    expect(fallsBack(found('starts-process'))).toBe(false);
  });
});

describe('observed loads', () => {
  const modules: Readonly<Record<string, ModuleSketch>> = {
    [testFile]: { loads: ['p/literal.ts'], blocks: { '<effects>': { eager: 'yes' } } },
    'p/literal.ts': {},
    'p/plugin.ts': {},
  };
  const observe = (loads: Partial<TracedLoads>) => {
    const graph = sketchGraph(modules);
    const all = { specifiers: {}, byNode: [], ...loads };
    const executedBlocks = new Map([['p/literal.ts', new Set<string>()]]);
    return withObservedLoads(graph, allKnown, all, { modules: new Set([testFile]), executedBlocks });
  };

  it('count by their targets, except for literal specifiers and packages', () => {
    const specifiers = { [testFile]: ['p/literal.ts', 'p/plugin.ts', 'p/none.ts', 'package:left'] };
    expect(observe({ specifiers }).loads).toEqual(
      new Map([[testFile, new Set(['p/plugin.ts', 'p/none.ts'])]]),
    );
  });

  it('of Node count by the content of the module, which has probes only if another loader loads it', () => {
    const { files, extraModules } = observe({ byNode: ['p/plugin.ts', 'p/literal.ts', testFile] });
    expect(extraModules).toEqual(new Set(['p/plugin.ts']));
    expect(files).toEqual(new Set(['p/literal.ts']));
  });

  it('of Node count by the executed blocks if the module had probes each time, and by the content otherwise', () => {
    const withProbes = ['p/literal.ts', 'p/plugin.ts'];
    const { files, extraModules } = observe({ byNode: ['p/plugin.ts', 'p/literal.ts'], withProbes });
    // It is unknown what the other instance executed.
    expect(extraModules).toEqual(new Set(['p/plugin.ts']));
    expect(files).toEqual(new Set());
    const trace = (loads: Partial<TracedLoads>) => ({
      ...noReads,
      loads: { specifiers: {}, byNode: ['p/literal.ts'], ...loads },
    });
    const one = trace({ withProbes: ['p/literal.ts'] });
    expect(joinReadTraces(one, one).loads?.withProbes).toEqual(['p/literal.ts']);
    expect(joinReadTraces(one, trace({})).loads?.withProbes).toBeUndefined();
  });

  it('are read back from a fact, and lead elsewhere once the module is gone', () => {
    const reads = observe({ specifiers: { [testFile]: ['p/plugin.ts'] } });
    const { hashes } = dependenciesOf(modules).executedDependencies(testFile, { reads });
    const block = `load:${testFile}=>p/plugin.ts`;
    expect([...hashes.keys()]).toContain(block);
    const execution = executionOf(factOfTest(testFile, hashes, { reads }))!;
    expect(execution.reads?.loads).toEqual(reads.loads);
    const { 'p/plugin.ts': _, ...rest } = modules;
    const later = dependenciesOf(rest).executedDependencies(testFile, execution).hashes;
    expect([...later].filter(([key, hash]) => hashes.get(key) !== hash).map(([key]) => key)).toEqual([block]);
  });

  it('of two processes are known if both report them', () => {
    const one = { ...nothing, loads: { specifiers: { a: ['x'] }, byNode: ['n'] } };
    const other = { ...nothing, loads: { specifiers: { a: ['y'], b: ['z'] }, byNode: ['n', 'm'] } };
    expect(joinReadTraces(one, other).loads).toEqual({
      specifiers: { a: ['x', 'y'], b: ['z'] },
      byNode: ['n', 'm'],
    });
    const { loads: _, ...unreported } = nothing;
    expect(joinReadTraces(one, unreported).loads).toBeUndefined();
  });
});
