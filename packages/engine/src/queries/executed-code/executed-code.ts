import { type BlockKey, type EnvironmentKey, type Fact, SEEDED_AT, type TestFileId } from '@nx-testmon/core';
import type { SuiteState } from '../../task/read-task/read-suite';
import type { TaskState } from '../../task/read-task/read-task';
import type { TaskStore } from '../../store/task-store';
import { findBlocksInEveryFact, hasExecutedBlocks } from './blocks-in-every-fact';
import { type BlockState, FactBlocks } from './fact-blocks';

/** The executed part of one module, from the fact of a test file. */
export interface ExecutedModule {
  /**
   * True if the module ran with probes: of its functions and branches, exactly those among the blocks were
   * executed. False if the blocks are static dependencies: it is unknown which of them ran.
   */
  readonly isInstrumented: boolean;
  /** The blocks of the module that the fact depends on, by name. */
  readonly blocks: ReadonlyMap<string, BlockState>;
}

/**
 * The code that a test file executed when it last ran, as far as it is known.
 *
 * - `executed`: the code that it executed, in modules that ran with probes.
 * - `static`: the code that it may have executed, because its run collected nothing.
 * - `seeded`: it is assumed passing and has not run.
 * - `none`: it has no fact in this environment.
 */
export interface ExecutedCode {
  readonly testFile: TestFileId;
  readonly basis: 'executed' | 'static' | 'seeded' | 'none';
  readonly fact?: Fact;
  /** By path. */
  readonly modules: ReadonlyMap<string, ExecutedModule>;
}

/**
 * Yields the executed code of each test file of a task, from the newest fact whose blocks are all current,
 * otherwise from the newest fact. Each fact is only read when it is requested.
 */
export function* findExecutedCode(state: TaskState, store: TaskStore): Generator<ExecutedCode> {
  for (const suite of state.suites) yield* findInSuite(suite, state.environment, store);
}

function* findInSuite(
  suite: SuiteState,
  environment: EnvironmentKey,
  store: TaskStore,
): Generator<ExecutedCode> {
  const blocks = new FactBlocks(suite.analysis);
  const chosen = suite.testFiles.map(({ testFile: path }) => {
    const testFile: TestFileId = { suite: suite.suite.id, path };
    return { testFile, fact: chooseFact(testFile, environment, store, blocks) };
  });
  const facts = chosen.flatMap(({ fact }) => fact ?? []);
  const inEveryFact = findBlocksInEveryFact(suite, facts, blocks);
  for (const { testFile, fact } of chosen)
    yield fact
      ? { testFile, basis: basisOf(fact), fact, modules: modulesOf(fact, blocks, inEveryFact) }
      : { testFile, basis: 'none', modules: new Map() };
}

/** After a change was reverted, an older fact describes the current code. */
function chooseFact(
  testFile: TestFileId,
  environment: EnvironmentKey,
  store: TaskStore,
  blocks: FactBlocks,
): Fact | undefined {
  const newest = store.newestFact(testFile, environment);
  if (!newest || blocks.areAllSame(newest)) return newest;
  const others = store.factsOf(testFile).filter((fact) => fact.environment === environment);
  return others.find((fact) => fact.endedAt !== SEEDED_AT && blocks.areAllSame(fact)) ?? newest;
}

function basisOf(fact: Fact): ExecutedCode['basis'] {
  if (fact.endedAt === SEEDED_AT) return 'seeded';
  return hasExecutedBlocks(fact) ? 'executed' : 'static';
}

function modulesOf(
  fact: Fact,
  blocks: FactBlocks,
  inEveryFact: ReadonlySet<BlockKey>,
): ReadonlyMap<string, ExecutedModule> {
  const instrumented = new Set(fact.execution?.instrumentedModules);
  const byModule = new Map<string, Map<string, BlockState>>();
  for (const path of instrumented) byModule.set(path, new Map());
  for (const { block, hash } of fact.dependencies) {
    const found = blocks.get(block);
    if (!found || (instrumented.has(found.module) && inEveryFact.has(block))) continue;
    const known = byModule.get(found.module) ?? new Map<string, BlockState>();
    byModule.set(found.module, known.set(found.name, blocks.stateOf(found, hash)));
  }
  return new Map(
    [...byModule].map(([path, known]) => [path, { isInstrumented: instrumented.has(path), blocks: known }]),
  );
}
