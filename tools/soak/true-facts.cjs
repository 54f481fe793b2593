const { isDeepStrictEqual } = require('node:util');
const { openStoreSnapshot } = require('@nx-testmon/store');
const { madeFact, nameOf, SUITE } = require('./made-facts.cjs');

/**
 * Reads a store as a task does.
 *
 * @returns `{ problem }` with its kind, or `{ names, wrong, notes }`: names of the facts that are there, those
 *   that are not what was stored under their name, and what the store says was left out
 */
async function readTrueFacts(file, timeoutMs = 5_000) {
  const opened = await openStoreSnapshot({ file, timeoutMs });
  if (!opened.ok) return { problem: opened.problem.kind };
  const { snapshot } = opened;
  try {
    const facts = snapshot
      .suites()
      .flatMap((suite) =>
        [...snapshot.facts(suite).keys()].flatMap((testFile) => snapshot.factsOf(suite, testFile)),
      );
    const wrong = facts.filter(
      (fact) => fact.suite !== SUITE || !isDeepStrictEqual(fact, madeFact(nameOf(fact))),
    );
    return { names: facts.map(nameOf), wrong: wrong.map(nameOf), notes: snapshot.notes() };
  } finally {
    snapshot.close();
  }
}

module.exports = { readTrueFacts };
