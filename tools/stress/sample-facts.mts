import { createHash } from 'node:crypto';
import {
  type BlockKey,
  digest,
  type Fact,
  factKey,
  formatBlockId,
  formatEnvironmentId,
  type TaskRecord,
} from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';

/** The same time for all facts, so that stored data does not depend on when the tool runs. */
export const NOW = 1_800_000_000_000;
export const SUITE = 'stress:vitest.config.mts';

const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 16);

/** A block of a sample fact. */
interface SampleBlock {
  readonly module: string;
  readonly block: BlockKey;
  readonly hash: string;
}

const sampleBlock = (module: string, name: string, hash: string): SampleBlock => ({
  module,
  block: formatBlockId({ kind: 'block', module, name }),
  hash,
});

const numberOf = (name: string): number => Number.parseInt(hashOf(name).slice(0, 8), 16);

/**
 * The blocks of a sample fact. Facts share some of them, as real facts do. They are sorted, without
 * duplicates.
 */
function sampleBlocks(name: string): readonly SampleBlock[] {
  const number = numberOf(name);
  const blocks = new Map<BlockKey, SampleBlock>();
  for (let index = 0; index < 40; index++) {
    const one = sampleBlock(`lib/shared-${index}.ts`, 'f', hashOf(`shared ${index}`));
    blocks.set(one.block, one);
  }
  for (let index = 0; index < 20; index++) {
    const module = `lib/part-${(number + index * 7) % 500}.ts`;
    const one = sampleBlock(module, 'g()', hashOf(`part ${number % 3} ${index}`));
    blocks.set(one.block, one);
  }
  return [...blocks.values()].sort((a, b) => (a.block < b.block ? -1 : 1));
}

/**
 * The sample fact with a name. The name determines every byte of the fact, so that the content of a store can
 * be checked without the process that stored it.
 *
 * @param name `<writer>-<round>`, which names the test file
 */
export function sampleFact(name: string): Fact {
  const number = numberOf(name);
  return {
    testFile: { suite: SUITE, path: `src/${name}.test.ts` },
    environment: formatEnvironmentId({ name: 'default', digest: 'stress' }),
    outcome: number % 5 === 0 ? 'failed' : 'passed',
    durationMs: number % 1000,
    endedAt: NOW - (number % 100_000),
    dependencies: sampleBlocks(name).map(({ block, hash }) => ({ block, hash })),
    ...sampleExecution(name),
  };
}

/**
 * The execution of a sample fact. One fact in three has none, and one in three has an execution without
 * reads.
 */
function sampleExecution(name: string): Pick<Fact, 'execution'> {
  const number = numberOf(name);
  if (number % 3 === 0) return {};
  const instrumentedModules = [...new Set(sampleModules(name))]
    .filter((path) => path.startsWith('lib/part-'))
    .sort();
  const reads = { isComplete: true, fallback: number % 2 === 0 };
  return { execution: { instrumentedModules, ...(number % 3 === 1 ? { reads } : {}) } };
}

/** Modules of the blocks of a sample fact. */
export function sampleModules(name: string): readonly string[] {
  return sampleBlocks(name).map(({ module }) => module);
}

/** A record with the sample facts of some names. */
export function sampleRecord(execId: string, names: readonly string[]): TaskRecord {
  return { execId, project: 'stress', target: 'testmon', facts: names.map(sampleFact) };
}

/** The dependency traces of the sample facts of some names: the modules of their blocks. */
export function sampleTraces(names: readonly string[]): readonly FactTrace[] {
  const named = { specifiers: ['./other'], stars: [], mocks: [], globs: [], assets: [] };
  return names.map((name) => ({
    factKey: digest(factKey(sampleFact(name))),
    entries: sampleBlocks(name).map(({ module, hash }) => ({
      kind: 'module',
      name: module,
      digest: traceDigestOf(module),
      module: { contentHash: hash, named },
    })),
  }));
}

/** The digest of a module text. It depends on the path of the module, as real ones do. */
export function traceDigestOf(path: string): string {
  return hashOf(`answer ${path}`);
}

/** The name of a sample fact, from its test file. */
export function nameOf({ testFile }: Pick<Fact, 'testFile'>): string {
  return testFile.path.slice('src/'.length, -'.test.ts'.length);
}
