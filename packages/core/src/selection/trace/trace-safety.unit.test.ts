import { parseBlockId } from '../../records/block-id';
import fc from 'fast-check';
import { type Random, seededRandom } from '@nx-testmon/testing/random';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../analysis';
import { packBlockList } from '../../records/block-list';
import { moduleText } from '../../model/probe-marks';
import type { Fact } from '../../records/fact';
import { findDependencies } from '../../dependencies/find-dependencies';
import { findSuiteDependencies, type SuiteRoots } from '../../dependencies/find-suite-dependencies';
import type { Analysis } from '../../analysis';
import type { ModuleGraph } from '../../graph/module-graph';
import { factOfTest } from '../../records/fact.testing';
import { executionOf, type TestExecution } from '../../records/test-execution';
import { matches } from '../match-fact';
import { changeWorkspace } from './change-workspace.testing';
import { createCurrentTrace } from './current-trace';
import { traceDependencies } from './trace-dependencies';
import { compareFactTraces, type TraceComparison } from './compare-fact-traces';
import { modulesOfTrace } from './modules-of-trace';
import { graphOf, paths, randomWorkspace, tests } from './random-workspace.testing';
import type { TraceEntry } from './trace-entry';

const linkings = [{}, { linksNames: true }, { linksNames: true, keepsImports: true }];

function rootsOf(random: Random): SuiteRoots {
  const setup = random(2) === 0 ? ['p/s.ts'] : [];
  const configurations = { modules: ['p/c.ts'], manifestKeys: [], isHandedOn: random(6) === 0 };
  return {
    project: 'p',
    ...(random(2) === 0 ? { configurations } : {}),
    setup,
    packages: ['runner'],
    snapshots: 'default',
    ...linkings[random(3)],
  };
}

const suiteOf = (analysis: Analysis, roots: SuiteRoots) =>
  findSuiteDependencies(
    analysis,
    roots,
    tests.map((testFile) => ({ testFile, types: false })),
  );

/** Any module of the workspace may have probes, and any of its bodies may have been executed. */
function randomExecution(graph: ModuleGraph, random: Random): TestExecution {
  const instrumented = paths.filter((path) => graph.model(path) !== undefined && random(4) > 0);
  const executedBlocks = new Map(
    instrumented.map((path) => {
      const names = graph.model(path)!.blocks.filter(({ parent }) => parent !== undefined && random(2) === 0);
      const read = random(4) === 0 ? [moduleText] : [];
      return [path, new Set([...names.map(({ name }) => name), ...read])];
    }),
  );
  const reads = {
    files: new Set(['p/read.txt']),
    folders: new Set(random(3) === 0 ? ['p'] : []),
    lookups: new Set(['p/found.txt']),
    packages: new Set(['right']),
    isComplete: true,
    fallback: random(4) === 0,
  };
  return { executedBlocks, reads };
}

/** Compares one fact as a store would hold it. */
function compare(
  fact: Fact,
  trace: readonly TraceEntry[],
  before: ModuleGraph,
  after: Analysis,
): TraceComparison {
  const lookup = {
    traceEntry: (id: number) => trace[id],
    blocksOf: (path: string) =>
      fact.dependencies.flatMap((fingerprint, id) => {
        const block = parseBlockId(fingerprint.block);
        return block?.kind === 'block' && block.module === path
          ? [{ ...fingerprint, id, name: block.name }]
          : [];
      }),
  };
  const formerModel = (path: string, hash: string) => {
    const model = before.model(path);
    return model?.contentHash === hash ? model : undefined;
  };
  return compareFactTraces(
    lookup,
    createCurrentTrace(after, 'roots', formerModel),
  )({
    blocks: packBlockList(fact.dependencies.keys()),
    trace: packBlockList(trace.keys()),
    fingerprints: () => fact.dependencies,
  });
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('dependency traces of random workspaces and changes', () => {
  it('predict the result of a traversal often enough, or require it', () => {
    /** How often a traversal finds the same fact or another, and how often the trace shows this without a traversal. */
    const found = { times: 0, known: 0 };
    const lost = { times: 0, known: 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const workspace = randomWorkspace(random);
        const before = graphOf(workspace);
        const analyzed = createAnalysis(before);
        const roots = rootsOf(random);
        const then = suiteOf(analyzed, roots);
        const facts = tests.flatMap((testFile) => {
          const execution = randomExecution(before, random);
          const traversed = then.executedDependencies(testFile, execution);
          const fact = factOfTest(testFile, traversed.hashes, execution);
          // The execution that is restored from the fact may differ from the recorded one. Such a fact has no trace.
          const again = then.executedDependencies(testFile, executionOf(fact)!);
          const isItself = matches(fact, again.hashes);
          const trace = isItself ? traceDependencies(analyzed, fact, again.modules, 'roots') : undefined;
          return trace ? [{ fact, trace }] : [];
        });
        changeWorkspace(workspace, random);
        const after = createAnalysis(graphOf(workspace));
        const now = suiteOf(after, roots);
        for (const { fact, trace } of facts) {
          const comparison = compare(fact, trace, before, after);
          const isMatch = matches(
            fact,
            now.executedDependencies(fact.testFile.path, executionOf(fact)!).hashes,
          );
          const count = isMatch ? found : lost;
          count.times += 1;
          if (comparison.kind !== 'unknown') count.known += 1;
          expect(['unknown', isMatch ? 'same' : 'changed']).toContain(comparison.kind);
        }
      }),
      { numRuns: 4000 },
    );
    expect(found.known / found.times).toBeGreaterThan(0.3);
    expect(lost.known / lost.times).toBeGreaterThan(0.3);
    // Four thousand workspaces take 20 s of processor time, and more under load.
  }, 600_000);

  it('contain every module that a traversal uses', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const graph = graphOf(randomWorkspace(random));
        const asked = new Set<string>();
        const observed: ModuleGraph = {
          ...graph,
          model(path) {
            if (graph.model(path)) asked.add(path);
            return graph.model(path);
          },
        };
        const { executedBlocks } = randomExecution(graph, random);
        const { modules } = findDependencies(
          createAnalysis(observed),
          { testFile: tests[0]!, ...rootsOf(random) },
          executedBlocks,
        );
        const known = modulesOfTrace(graph, modules);
        expect([...asked].filter((path) => !known.has(path))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});
