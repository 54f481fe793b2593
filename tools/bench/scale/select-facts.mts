// Decides with the facts of a store which test files of a generated workspace run, as its tasks would.
// usage: node select-facts.mts SHAPE_JSON DATABASE EDIT
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type CurrentTrace, formatBlockId, renderProblem, type TestFileId } from '@nx-testmon/core';
import { decideByTraces, openTaskStore, storePaths } from '@nx-testmon/engine';
import { cpuSeconds } from '../shared/cpu-time.mts';
import {
  type EditName,
  edits,
  ENVIRONMENT,
  type GeneratedFacts,
  generateFacts,
  hashesOf,
  NOW,
  tracesOf,
  type WorkspaceShape,
} from './generated-facts.mts';
import { printResult } from './print-result.mts';

export interface SelectResult {
  readonly selected: number;
  readonly testFiles: number;
  /** Processor seconds. */
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** The test files to decide on, and the current state of the workspace. */
interface Query {
  readonly testFiles: readonly TestFileId[];
  readonly current: CurrentTrace;
}

/**
 * Both tools get the digests of all modules, and of the functions of changed modules. Computing digests is
 * not a part of the measured lookup of facts.
 */
function createQuery(shape: WorkspaceShape, edit: EditName): Query {
  const model = generateFacts(shape);
  const changed = edits[edit](model);
  const testFiles = Array.from(model.executed, (_, testFile) => ({
    suite: model.suiteName(testFile),
    path: model.testFileName(testFile),
  }));
  return { testFiles, current: createCurrent(textsOf(model, changed), functionsOf(model, changed)) };
}

/** The current state consists only of these digests. */
function createCurrent(
  texts: ReadonlyMap<string, string>,
  functions: ReadonlyMap<string, string>,
): CurrentTrace {
  return {
    compare: ({ name, digest }) => (texts.get(name) === digest ? 'same' : 'blocks'),
    isOutdated: (path, name, hash) =>
      functions.get(formatBlockId({ kind: 'block', module: path, name })) !== hash,
    isOutdatedState: () => false,
  };
}

function textsOf(model: GeneratedFacts, changed: ReadonlySet<number>): ReadonlyMap<string, string> {
  const texts = new Map(tracesOf(model).map(({ name, digest }) => [name, digest]));
  for (const id of changed) texts.set(model.moduleName(Math.floor(id / model.functionsOfModule)), 'changed');
  return texts;
}

/** Digests of the functions of changed modules. */
function functionsOf(model: GeneratedFacts, changed: ReadonlySet<number>): ReadonlyMap<string, string> {
  const { functionsOfModule, names } = model;
  const hashes = hashesOf(model, changed);
  const functions = new Map<string, string>();
  for (const module of new Set([...changed].map((id) => Math.floor(id / functionsOfModule)))) {
    for (let id = module * functionsOfModule; id < (module + 1) * functionsOfModule; id++) {
      functions.set(names[id] ?? '', hashes[id] ?? '');
    }
  }
  return functions;
}

/**
 * Loads the database module before the measurement, as pytest-testmon does, and collects the garbage of the
 * query.
 */
async function prepareMemory(): Promise<void> {
  await import('better-sqlite3');
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function main(): Promise<void> {
  const [shape = '', file = '', edit = ''] = process.argv.slice(2);
  const { testFiles, current } = createQuery(JSON.parse(shape) as WorkspaceShape, edit as EditName);
  await prepareMemory();
  const before = cpuSeconds();
  const store = await openTaskStore(storePaths(dirname(file), { NX_TESTMON_DATAFILE: file }), NOW);
  const decide = decideByTraces(store, current);
  let selected = 0;
  for (const testFile of testFiles) {
    const decided = decide(testFile, ENVIRONMENT);
    if (!decided)
      throw new Error(`${testFile.path} is not decided: ${store.problemsSoFar().map(renderProblem).join()}`);
    if (decided.decision.kind !== 'skipped') selected++;
  }
  store.close();
  const seconds = cpuSeconds() - before;
  printResult<SelectResult>({
    selected,
    testFiles: testFiles.length,
    seconds,
    notes: store.problemsSoFar().map(renderProblem),
  });
}

void main();
