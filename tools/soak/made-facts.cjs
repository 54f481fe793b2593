const { createHash } = require('node:crypto');
const { digest, factKey } = require('@nx-testmon/core');

/** One instant for all, so that what is stored does not depend on when the tool runs. */
const NOW = 1_800_000_000_000;
const SUITE = 'soak:vitest.config.mts';

const hashOf = (text) => createHash('sha1').update(text).digest('hex').slice(0, 16);

/**
 * The fact of a name: anyone who knows the name knows every byte of it, so that what a store gives back can be
 * checked without asking the process that stored it. Blocks are partly shared between facts, as real ones are.
 *
 * @param name `<writer>-<round>`, which names the test file
 */
function madeFact(name) {
  const number = Number.parseInt(hashOf(name).slice(0, 8), 16);
  const blocks = new Map();
  for (let index = 0; index < 40; index++) blocks.set(`lib/shared-${index}.ts#f`, hashOf(`shared ${index}`));
  for (let index = 0; index < 20; index++) {
    blocks.set(`lib/part-${(number + index * 7) % 500}.ts#g()`, hashOf(`part ${number % 3} ${index}`));
  }
  return {
    testFile: `src/${name}.test.ts`,
    suite: SUITE,
    environment: 'default@soak',
    outcome: number % 5 === 0 ? 'failed' : 'passed',
    durationMs: number % 1000,
    endedAt: NOW - (number % 100_000),
    fingerprints: [...blocks]
      .map(([block, hash]) => ({ block, hash }))
      .sort((a, b) => (a.block < b.block ? -1 : 1)),
  };
}

/** A record that holds the facts of some names. */
function madeRecord(project, names) {
  return { execId: 'soak', project, target: 'testmon', facts: names.map(madeFact) };
}

/** What the walks of facts of some names asked: for the texts of the modules that their blocks are in. */
function madeInputs(names) {
  const named = { specifiers: ['./other'], stars: [], mocks: [], globs: [], assets: [] };
  return names.map(madeFact).map((fact) => ({
    factKey: digest(factKey(fact)),
    inputs: fact.fingerprints.map(({ block, hash }) => ({
      kind: 'module',
      name: moduleOf(block),
      answer: answerOf(moduleOf(block)),
      module: { contentHash: hash, named },
    })),
  }));
}

/** Of the text that a module had: it says which module it is of, as real answers do. */
function answerOf(path) {
  return hashOf(`answer ${path}`);
}

function moduleOf(block) {
  return block.slice(0, block.indexOf('#'));
}

/** The name of a made fact, from its test file. */
function nameOf({ testFile }) {
  return testFile.slice('src/'.length, -'.test.ts'.length);
}

module.exports = { answerOf, madeFact, madeInputs, madeRecord, moduleOf, nameOf, NOW, SUITE };
