import { isDeepStrictEqual } from 'node:util';
import { type CurrentTrace, compareFactTraces, renderProblem, type StoreProblem } from '@nx-testmon/core';
import { openStoreSnapshot, type StoredFact, type StoreSnapshot } from '@nx-testmon/store';
import { traceDigestOf, nameOf, NOW, sampleFact, sampleModules, SUITE } from './sample-facts.mts';

/** Whether every function of a module has changed. This is so for some modules. */
const hasChanged = (path: string): boolean => path.endsWith('0.ts');

const current: CurrentTrace = {
  compare({ name, digest }) {
    if (digest !== traceDigestOf(name)) return 'other';
    return hasChanged(name) ? 'blocks' : 'same';
  },
  isOutdated: (path) => hasChanged(path),
  isOutdatedState: () => false,
};

/** The facts that a reader finds in a store, by name. */
export interface VerifiedFacts {
  readonly names: readonly string[];
  /**
   * Facts that differ from the fact that was stored under their name, or that count as unchanged although
   * they have changed.
   */
  readonly wrong: readonly string[];
  /** Facts that only a traversal can decide. */
  readonly undecided: readonly string[];
  /** The problems that the store reports. */
  readonly notes: readonly string[];
}

/** The facts, or the kind of the problem if they can't be read. */
export type ReadFacts =
  ({ readonly ok: true } & VerifiedFacts) | { readonly ok: false; readonly problem: StoreProblem['kind'] };

/** Reads a store as a task does, and verifies every fact. */
export async function readVerifiedFacts(file: string, timeoutMs = 5_000): Promise<ReadFacts> {
  const opened = await openStoreSnapshot({ file, timeoutMs, now: NOW });
  if (!opened.ok) return { ok: false, problem: opened.problem.kind };
  const { snapshot } = opened;
  try {
    const testFiles = snapshot
      .suites()
      .flatMap((suite) => [...snapshot.facts(suite)].map(([path, stored]) => ({ suite, path, stored })));
    const facts = testFiles.flatMap(({ suite, path }) => snapshot.factsOf({ suite, path }));
    const wrong = facts.filter(
      (fact) => fact.testFile.suite !== SUITE || !isDeepStrictEqual(fact, sampleFact(nameOf(fact))),
    );
    const { wronglyDecided, undecided } = decideStored(
      snapshot,
      testFiles.flatMap(({ stored }) => stored),
    );
    return {
      ok: true,
      names: facts.map(nameOf),
      wrong: [...wrong.map(nameOf), ...wronglyDecided],
      undecided,
      notes: snapshot.problems().map(renderProblem),
    };
  } finally {
    snapshot.close();
  }
}

/**
 * Decides stored facts without a traversal. The decisions must be correct, whatever happened to the store.
 */
function decideStored(
  snapshot: StoreSnapshot,
  stored: readonly StoredFact[],
): { readonly wronglyDecided: readonly string[]; readonly undecided: readonly string[] } {
  const decide = compareFactTraces(snapshot, current);
  const decided = stored.map((fact) => {
    const { kind } = decide({
      blocks: fact.blocks,
      trace: snapshot.traceOf(fact),
      fingerprints: () => snapshot.dependenciesOf(fact),
    });
    return { kind, name: nameOf(fact) };
  });
  const namesOf = (those: readonly { readonly name: string }[]): readonly string[] =>
    those.map(({ name }) => name);
  return {
    wronglyDecided: namesOf(
      decided.filter(({ kind, name }) => kind === 'same' && sampleModules(name).some(hasChanged)),
    ),
    undecided: namesOf(decided.filter(({ kind }) => kind === 'unknown')),
  };
}
