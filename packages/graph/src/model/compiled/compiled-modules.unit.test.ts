import { createAnalysis, type ExecutedBlocks, findDependencies } from '@nx-testmon/core';
import { seededRandom } from '@nx-testmon/testing/random';
import { describe, expect, it } from 'vitest';
import { graphOf, ModuleRunner } from './compiled-modules.testing';
import {
  compile,
  editCompiled,
  editSources,
  entries,
  type Modules,
  randomSources,
} from './random-modules.testing';

/** `COMPILED_SEED=1000 COMPILED_PROGRAMS=400` uses other programs, and more of them. */
const programs = Number(process.env['COMPILED_PROGRAMS'] ?? 20);
const firstSeed = Number(process.env['COMPILED_SEED'] ?? 1);

function dependenciesOf(modules: Modules, testFile: string, executed: ExecutedBlocks | undefined) {
  const roots = { testFile, project: 'p', setup: [], packages: [] };
  const { hashes, fallbackProjects } = findDependencies(createAnalysis(graphOf(modules)), roots, executed);
  return { hashes, isFallback: fallbackProjects.size > 0 };
}

function areSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([block, hash]) => other.get(block) === hash);
}

const editsOfProgram = 8;

/** A random program and edits of it: of its sources, or of the code that is compiled from them. */
function randomEdits(seed: number): { readonly before: Modules; readonly edited: readonly Modules[] } {
  const random = seededRandom(seed);
  const sources = randomSources(random);
  const compiled = compile(sources);
  const isOdd = random(4) === 0;
  const before = isOdd ? editCompiled(compiled, random) : compiled;
  const edited = Array.from({ length: editsOfProgram }, () =>
    isOdd || random(2) === 0 ? editCompiled(before, random) : compile(editSources(sources, random)),
  );
  return { before, edited };
}

/** A module that has another result after an edit, although none of its dependencies has changed. */
interface Miss {
  readonly seed: number;
  readonly entry: string;
  readonly outcomes: readonly [string, string];
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string | undefined>>;
}

function differences(
  seed: number,
  entry: string,
  outcomes: Miss['outcomes'],
  states: readonly Modules[],
): Miss {
  const [before, after] = states as readonly [Modules, Modules];
  const changed = [...before].filter(([path, text]) => path === entry || after.get(path) !== text);
  return {
    seed,
    entry,
    outcomes,
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([path]) => [path, after.get(path)])),
  };
}

describe('edits of compiled CommonJS', () => {
  const counts = { changed: 0, unchanged: 0, selected: 0 };

  /** Checks one module of a program, with its static and with its executed dependencies. */
  function check(seed: number, entry: string): readonly Miss[] {
    const { before, edited } = randomEdits(seed);
    const runner = new ModuleRunner();
    const first = runner.run(before, entry);
    return [undefined, first.executed].flatMap((executed) => {
      const then = dependenciesOf(before, entry, executed);
      return edited.flatMap((after) => {
        const { outcome } = runner.run(after, entry);
        const now = dependenciesOf(after, entry, executed);
        const isSelected = then.isFallback || now.isFallback || !areSame(then.hashes, now.hashes);
        const isChanged = outcome !== first.outcome;
        counts[isChanged ? 'changed' : 'unchanged']++;
        if (isSelected && !isChanged) counts.selected++;
        const isMissed = isChanged && !isSelected;
        return isMissed ? [differences(seed, entry, [first.outcome, outcome], [before, after])] : [];
      });
    });
  }

  it('change a dependency of every module with another result', () => {
    const seeds = Array.from({ length: programs }, (_, at) => firstSeed + at);
    expect(seeds.flatMap((seed) => entries.flatMap((entry) => check(seed, entry)))).toEqual([]);
    // Enough edits must change a result, otherwise the test could not fail.
    expect(counts.changed).toBeGreaterThan(programs);
    expect(counts.selected).toBeLessThan(counts.unchanged * 0.6);
  });
});
