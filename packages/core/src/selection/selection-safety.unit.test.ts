import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentKey } from '../records/environment-id';
import { createAnalysis } from '../analysis';
import { findSuiteDependencies } from '../dependencies/find-suite-dependencies';
import { factOfTest } from '../records/fact.testing';
import { type ExecutedBlocks, executionOf } from '../records/test-execution';
import { type BlockSketch, type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { selectTestFile } from './select-test-file';

const size = 6;
const path = (n: number) => `p/${n}.ts`;

/**
 * Each module has functions f0…f2; an edge says which function of which module a function calls, and how it is
 * imported.
 */
interface Edge {
  readonly from: number;
  readonly fromBlock: number;
  readonly to: number;
  readonly toBlock: number;
  readonly throughBarrel: boolean;
}
const edges = fc.array(
  fc.record({
    from: fc.nat(size - 1),
    fromBlock: fc.nat(2),
    to: fc.nat(size - 1),
    toBlock: fc.nat(2),
    throughBarrel: fc.boolean(),
  }),
  { maxLength: 14 },
);
const tests = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(2)), { minLength: 1, maxLength: 4 });
const edits = fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(2)), {
  minLength: 1,
  maxLength: 4,
  selector: String,
});
const barrel = (n: number) => `p/barrel-${n}.ts`;

function workspace(
  links: readonly Edge[],
  starts: readonly (readonly [number, number])[],
  edited: ReadonlySet<string>,
) {
  const modules: Record<string, ModuleSketch> = {};
  for (let n = 0; n < size; n++) {
    const mine = links.filter(({ from }) => from === n);
    const local = ({ to, toBlock, throughBarrel }: Edge) => `i${to}_${toBlock}${throughBarrel ? 'b' : ''}`;
    const blocks: Record<string, BlockSketch> = {};
    for (let block = 0; block < 3; block++) {
      const calls = mine.filter(({ fromBlock }) => fromBlock === block).map(local);
      blocks[`f${block}`] = {};
      blocks[`f${block}()`] = {
        parent: `f${block}`,
        uses: calls,
        text: edited.has(`${n},${block}`) ? 'edited' : 'as it was',
      };
    }
    const imports = mine.map((edge) => [
      local(edge),
      `${edge.throughBarrel ? barrel(edge.to) : path(edge.to)} f${edge.toBlock}`,
    ]);
    modules[path(n)] = { imports: Object.fromEntries(imports), blocks };
    modules[barrel(n)] = { stars: [path(n)] };
  }
  starts.forEach(([to, block], n) => {
    modules[`p/t${n}.ts`] = {
      imports: { f: `${path(to)} f${block}` },
      blocks: { '<effects>': { eager: 'yes', uses: ['f'] } },
    };
  });
  // Other projects can import every module, so none counts as a data file.
  return { ...sketchGraph(modules), entryPoints: () => Object.keys(modules) };
}

function selected(
  links: readonly Edge[],
  starts: readonly (readonly [number, number])[],
  edited: ReadonlySet<string>,
): number[] {
  const files = starts.map((_, n) => ({ testFile: `p/t${n}.ts`, types: false }));
  const roots = { project: 'p', setup: [], packages: [], snapshots: 'default' as const };
  const before = findSuiteDependencies(createAnalysis(workspace(links, starts, new Set())), roots, files);
  const after = findSuiteDependencies(createAnalysis(workspace(links, starts, edited)), roots, files);
  return files.flatMap(({ testFile }, n) => {
    const fact = factOfTest(testFile, before.of(testFile).hashes);
    const decision = selectTestFile([fact], {
      environment: 'e' as EnvironmentKey,
      hashes: after.of(testFile).hashes,
    });
    return decision.kind === 'skipped' ? [] : [n];
  });
}

/** The tests that reach an edited function, found by following calls until nothing new is found. */
function reaching(
  links: readonly Edge[],
  starts: readonly (readonly [number, number])[],
  edited: ReadonlySet<string>,
): number[] {
  return starts.flatMap(([to, block], n) => {
    const reached = new Set([`${to},${block}`]);
    for (let grown = true; grown;) {
      const next = links
        .filter((link) => reached.has(`${link.from},${link.fromBlock}`))
        .map((link) => `${link.to},${link.toBlock}`);
      grown = next.some((one) => !reached.has(one));
      next.forEach((one) => reached.add(one));
    }
    return [...edited].some((one) => reached.has(one)) ? [n] : [];
  });
}

describe('selection on random graphs and edits', () => {
  it('contains the tests that reach an edited function, and no others', () => {
    fc.assert(
      fc.property(edges, tests, edits, (links, starts, changed) => {
        const edited = new Set(changed.map(String));
        expect(selected(links, starts, edited)).toEqual(reaching(links, starts, edited));
      }),
      { numRuns: 300 },
    );
  });

  it('never gets smaller when more is edited', () => {
    fc.assert(
      fc.property(edges, tests, edits, edits, (links, starts, some, more) => {
        const few = selected(links, starts, new Set(some.map(String)));
        const many = selected(links, starts, new Set([...some, ...more].map(String)));
        expect(many).toEqual(expect.arrayContaining(few));
      }),
      { numRuns: 200 },
    );
  });

  it('contains every test that loads a removed module', () => {
    const links: Edge[] = [{ from: 0, fromBlock: 0, to: 1, toBlock: 0, throughBarrel: false }];
    const files = [{ testFile: 'p/t0.ts', types: false }];
    const roots = { project: 'p', setup: [], packages: [], snapshots: 'default' as const };
    const base = workspace(links, [[0, 0]], new Set());
    const gone = { ...base, model: (at: string) => (at === path(1) ? undefined : base.model(at)) };
    expect(findSuiteDependencies(createAnalysis(gone), roots, files).of('p/t0.ts').hashes).not.toEqual(
      findSuiteDependencies(createAnalysis(base), roots, files).of('p/t0.ts').hashes,
    );
  });
});

/** A call that a function makes, in its body or in a branch of it. */
interface Call extends Edge {
  readonly inBranch: boolean;
}
const calls = fc.array(
  fc.record({
    from: fc.nat(size - 1),
    fromBlock: fc.nat(2),
    to: fc.nat(size - 1),
    toBlock: fc.nat(2),
    throughBarrel: fc.boolean(),
    inBranch: fc.boolean(),
  }),
  { maxLength: 16 },
);
/** Bodies (`0,1`) and branches (`0,1/`). */
const parts = fc
  .tuple(fc.nat(size - 1), fc.nat(2), fc.boolean())
  .map(([n, f, inBranch]) => `${n},${f}${inBranch ? '/' : ''}`);
const someParts = fc.uniqueArray(parts, { minLength: 1, maxLength: 4 });
/** Functions whose branch is taken when they run. */
const conditions = fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(2)).map(String), { maxLength: 12 });

interface Program {
  readonly links: readonly Call[];
  readonly starts: readonly (readonly [number, number])[];
  readonly taken: readonly string[];
}

function branchedWorkspace({ links, starts }: Program, edited: ReadonlySet<string>) {
  const base = workspace(
    links.filter(({ inBranch }) => !inBranch),
    starts,
    new Set([...edited].filter((part) => !part.endsWith('/'))),
  );
  const withBranches = (model: ReturnType<typeof base.model>, n: number) => {
    if (!model) return model;
    const mine = links.filter(({ from, inBranch }) => from === n && inBranch);
    const extra = workspace(mine, [], new Set()).model(path(n))!;
    const branches = extra.blocks
      .filter(({ parent }) => parent !== undefined)
      .map((block) => ({
        ...block,
        name: `${block.name}/then`,
        parent: block.name,
        hash: edited.has(`${n},${block.name.slice(1, 2)}/`) ? 'edited' : 'as it was',
      }));
    const imports = [...model.imports, ...extra.imports];
    const bindings = { ...model.bindings, ...extra.bindings };
    return { ...model, imports, bindings, blocks: [...model.blocks, ...branches] };
  };
  const models = new Map(
    Array.from({ length: size }, (_, n) => [path(n), withBranches(base.model(path(n)), n)]),
  );
  return { ...base, model: (at: string) => models.get(at) ?? base.model(at) };
}

/** The parts that run when a function is called, found by simulating the calls. */
function executed({ links, taken }: Program, start: readonly [number, number]): Set<string> {
  const parts = new Set<string>();
  const call = (key: string): void => {
    if (parts.has(key)) return;
    parts.add(key);
    const isTaken = taken.includes(key);
    if (isTaken) parts.add(`${key}/`);
    for (const link of links) {
      const isMine = `${link.from},${link.fromBlock}` === key && (!link.inBranch || isTaken);
      if (isMine) call(`${link.to},${link.toBlock}`);
    }
  };
  call(String(start));
  return parts;
}

function collectedOf(executedParts: ReadonlySet<string>): ExecutedBlocks {
  const names = (n: number) =>
    [...executedParts]
      .filter((part) => part.startsWith(`${n},`))
      .map((part) => `f${part.replace(/^\d+,(\d)/, '$1()')}`.replace('/', '/then'));
  return new Map(Array.from({ length: size }, (_, n) => [path(n), new Set(names(n))]));
}

function selectedAfterRun(program: Program, edited: ReadonlySet<string>): number[] {
  const { starts } = program;
  const files = starts.map((_, n) => ({ testFile: `p/t${n}.ts`, types: false }));
  const roots = { project: 'p', setup: [], packages: [], snapshots: 'default' as const };
  const before = findSuiteDependencies(createAnalysis(branchedWorkspace(program, new Set())), roots, files);
  const after = findSuiteDependencies(createAnalysis(branchedWorkspace(program, edited)), roots, files);
  return files.flatMap(({ testFile }, n) => {
    const execution = { executedBlocks: collectedOf(executed(program, starts[n]!)) };
    const fact = factOfTest(testFile, before.executedDependencies(testFile, execution).hashes, execution);
    expect(executionOf(fact)?.executedBlocks).toBeDefined();
    const decision = selectTestFile([fact], {
      environment: 'e' as EnvironmentKey,
      hashes: after.of(testFile).hashes,
      executedDependencies: (then) => after.executedDependencies(testFile, then).hashes,
    });
    return decision.kind === 'skipped' ? [] : [n];
  });
}

describe('selection by executed blocks, on random programs and edits', () => {
  it('contains the tests that executed an edited body or branch, and no others', () => {
    fc.assert(
      fc.property(calls, tests, conditions, someParts, (links, starts, taken, changed) => {
        const program = { links, starts, taken };
        const expected = starts.flatMap((start, n) => {
          const executedParts = executed(program, start);
          return changed.some((part) => executedParts.has(part)) ? [n] : [];
        });
        expect(selectedAfterRun(program, new Set(changed))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
