import { isDeepStrictEqual } from 'node:util';
import { compareFactTraces } from '@nx-testmon/core';
import { openStoreSnapshot } from '@nx-testmon/store';
import { traceDigestOf, sampleFact, moduleOf, nameOf, SUITE } from './sample-facts.mts';

/** Some modules, of which every body has changed. */
const hasChanged = (path) => path.endsWith('0.ts');
const today = {
  compare({ name, digest }) {
    if (digest !== traceDigestOf(name)) return 'other';
    return hasChanged(name) ? 'blocks' : 'same';
  },
  isOutdated: (path) => hasChanged(path),
};

/**
 * Reads a store as a task does.
 *
 * @returns `{ problem }` with its kind, or `{ names, wrong, undecided, notes }`: names of the facts that are there,
 *   those that are not what was stored under their name or that would be taken for unchanged when they have
 *   changed, those that only a walk could judge, and what the store says was left out
 */
export async function readVerifiedFacts(file, timeoutMs = 5_000) {
  const opened = await openStoreSnapshot({ file, timeoutMs });
  if (!opened.ok) return { problem: opened.problem.kind };
  const { snapshot } = opened;
  try {
    const stored = snapshot.suites().flatMap((suite) => [...snapshot.facts(suite).values()].flat());
    const facts = snapshot
      .suites()
      .flatMap((suite) =>
        [...snapshot.facts(suite).keys()].flatMap((path) => snapshot.factsOf({ suite, path })),
      );
    const wrong = facts.filter(
      (fact) => fact.testFile.suite !== SUITE || !isDeepStrictEqual(fact, sampleFact(nameOf(fact))),
    );
    const verdicts = decideStored(snapshot, stored);
    return {
      names: facts.map(nameOf),
      wrong: [...wrong.map(nameOf), ...verdicts.wronglyDecided],
      undecided: verdicts.undecided,
      notes: snapshot.notes(),
    };
  } finally {
    snapshot.close();
  }
}

/** What is said of facts without a walk must be true of those that were made, whatever the store went through. */
function decideStored(snapshot, stored) {
  const judge = compareFactTraces(snapshot, today);
  const wronglyDecided = [];
  const undecided = [];
  for (const fact of stored) {
    const { kind } = judge({
      blocks: fact.blocks,
      inputs: snapshot.traceOf(fact),
      fingerprints: () => snapshot.dependenciesOf(fact),
    });
    const name = nameOf(fact);
    const isChanged = sampleFact(name).dependencies.some(({ block }) => hasChanged(moduleOf(block)));
    if (kind === 'unknown') undecided.push(name);
    else if (kind === 'same' && isChanged) wronglyDecided.push(name);
  }
  return { wronglyDecided, undecided };
}
