import { packageNameOf } from '@nx-testmon/core';
import {
  addFallback,
  copyObservations,
  toTrace,
  type TraceOwner,
  type TraceState,
} from '../reduce/trace-state';
import type { Caller } from '../reduce/read-event';
import type { AttributionPolicy } from './attribution-policy';

/**
 * Whether the code that asks starts anew with each test file and keeps nothing from earlier ones: the runner itself
 * when it loads modules, and code that it has read since the last test file ended, unless Node's own loader has
 * loaded the same file, for then there may be a second instance that stays.
 */
function isOfTestFile(state: TraceState, { by, file, isForTest }: Caller): boolean {
  if (by === 'runner' || isForTest === true) return true;
  if (state.isBetweenTestFiles || file === undefined) return false;
  return state.runByRunner.has(file) && !state.loadedByNode.has(file);
}

/** Made once: owners are looked up for each call of the file system. */
const owners = {
  testFileAlone: ['testFile'],
  whileTestFileRuns: ['testFile', 'laterTestFiles'],
  betweenTestFiles: ['testFile', 'laterTestFiles', 'process'],
  compilingWhileTestFileRuns: ['testFile', 'laterTestFiles', 'compilation'],
  compilingBetweenTestFiles: ['testFile', 'laterTestFiles', 'compilation', 'process'],
} as const satisfies Record<string, readonly TraceOwner[]>;

function ownersOf(state: TraceState, caller?: Caller): readonly TraceOwner[] {
  const { isBetweenTestFiles } = state;
  if (state.compilations > 0)
    return isBetweenTestFiles ? owners.compilingBetweenTestFiles : owners.compilingWhileTestFileRuns;
  if (caller !== undefined && isOfTestFile(state, caller)) return owners.testFileAlone;
  return isBetweenTestFiles ? owners.betweenTestFiles : owners.whileTestFileRuns;
}

/**
 * A process that runs many test files one after another, together with code that stays loaded: Jest's workers, and
 * Jest's own process with `--runInBand`.
 *
 * - The code of a test file is read anew by the runner for each test file. What such code reads counts for that test
 *   file alone.
 * - All other code (environments, transformers, resolvers, the runner's plugins) may keep what it reads. It counts
 *   for the running test file and for all that follow in this process. So does a read whose caller is unknown.
 * - What is read while no test file runs counts for all that follow, and in the runner's own process for every test
 *   file of the run.
 * - What is read while a module is compiled counts for every test file that loads a module compiled since.
 * - What a test file creates is its own, and never taken for another's.
 * - A test that runs a part of the runner itself makes its trace incomplete.
 *
 * @param partsOfRunner as `RunnerPackages` has them
 */
export function createSharedProcess(partsOfRunner?: string): AttributionPolicy {
  const parts = partsOfRunner === undefined ? undefined : new RegExp(`^(?:${partsOfRunner})$`);
  return {
    countsModuleLoads: true,
    kindOfModules: 'modules',
    countsRunnerLookups: true,
    countsRunnerVariables: false,
    attributesByCaller: true,
    isRunByNode: false,
    tracesSubprocesses: false,
    currentOwner: 'testFile',
    ownersOf,
    ownersOfCreated: () => owners.testFileAlone,
    resolveCaller({ runByRunner }, caller) {
      const isTestFiles = caller.by === 'search' && caller.file !== undefined && runByRunner.has(caller.file);
      return isTestFiles ? { by: 'other', isForTest: true } : caller;
    },
    fileRunByRunner({ runByRunner, observations }, { absolute, spelled, package: folder }) {
      runByRunner.add(absolute);
      if (spelled !== undefined) runByRunner.add(spelled);
      const name = folder === undefined ? undefined : packageNameOf(folder);
      if (name !== undefined && parts?.test(name))
        addFallback(observations.testFile, { kind: 'runs-test-runner', subject: name });
    },
    fileLoadedByNode: ({ loadedByNode }, { absolute }) => void loadedByNode.add(absolute),
    testFileStarted(state) {
      state.isBetweenTestFiles = false;
      state.hasStartedTestFile = true;
    },
    testFileEnded(state) {
      // From now on, the runner reads for the next test file.
      state.isBetweenTestFiles = true;
      state.observations.testFile = copyObservations(state.observations.laterTestFiles);
      state.runByRunner.clear();
    },
    /** The runner reads every module that it runs, anew for each test file: what it read is what was loaded. */
    traceOfTestFile: ({ observations }) => ({
      ...toTrace(observations.testFile),
      loaded: [...observations.testFile.modules.keys()],
    }),
    traceOfProcess: ({ observations, hasStartedTestFile }) =>
      toTrace(hasStartedTestFile ? observations.process : observations.testFile),
  };
}
