import { createHash } from 'node:crypto';
import { digest, factKey } from '@nx-testmon/core';

/** One instant for all, so that what is stored does not depend on when the tool runs. */
export const NOW = 1_800_000_000_000;
export const SUITE = 'stress:vitest.config.mts';

const hashOf = (text) => createHash('sha1').update(text).digest('hex').slice(0, 16);

/**
 * The fact of a name: anyone who knows the name knows every byte of it, so that what a store gives back can be
 * checked without asking the process that stored it. Blocks are partly shared between facts, as real ones are.
 *
 * @param name `<writer>-<round>`, which names the test file
 */
export function sampleFact(name) {
  const number = Number.parseInt(hashOf(name).slice(0, 8), 16);
  const blocks = new Map();
  for (let index = 0; index < 40; index++) blocks.set(`lib/shared-${index}.ts#f`, hashOf(`shared ${index}`));
  for (let index = 0; index < 20; index++) {
    blocks.set(`lib/part-${(number + index * 7) % 500}.ts#g()`, hashOf(`part ${number % 3} ${index}`));
  }
  return {
    testFile: { suite: SUITE, path: `src/${name}.test.ts` },
    environment: 'default@stress',
    outcome: number % 5 === 0 ? 'failed' : 'passed',
    durationMs: number % 1000,
    endedAt: NOW - (number % 100_000),
    dependencies: [...blocks]
      .map(([block, hash]) => ({ block, hash }))
      .sort((a, b) => (a.block < b.block ? -1 : 1)),
    ...sampleExecution(number, blocks),
  };
}

/** Of one fact in three nothing is known of how it ran, of another one not what it read. */
function sampleExecution(number, blocks) {
  if (number % 3 === 0) return {};
  const instrumentedModules = [...new Set([...blocks.keys()].map(moduleOf))]
    .filter((path) => path.startsWith('lib/part-'))
    .sort();
  const reads = { isComplete: true, fallback: number % 2 === 0 };
  return { execution: { instrumentedModules, ...(number % 3 === 1 ? { reads } : {}) } };
}

/** A record that holds the facts of some names. */
export function sampleRecord(project, names) {
  return { execId: 'stress', project, target: 'testmon', facts: names.map(sampleFact) };
}

/** What the walks of facts of some names asked: for the texts of the modules that their blocks are in. */
export function sampleTraces(names) {
  const named = { specifiers: ['./other'], stars: [], mocks: [], globs: [], assets: [] };
  return names.map(sampleFact).map((fact) => ({
    factKey: digest(factKey(fact)),
    entries: fact.dependencies.map(({ block, hash }) => ({
      kind: 'module',
      name: moduleOf(block),
      digest: traceDigestOf(moduleOf(block)),
      module: { contentHash: hash, named },
    })),
  }));
}

/** Of the text that a module had: it says which module it is of, as real answers do. */
export function traceDigestOf(path) {
  return hashOf(`answer ${path}`);
}

export function moduleOf(block) {
  return block.slice(0, block.indexOf('#'));
}

/** The name of a made fact, from its test file. */
export function nameOf({ testFile }) {
  return testFile.path.slice('src/'.length, -'.test.ts'.length);
}
