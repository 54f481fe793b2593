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
 * Whether the calling code starts anew with each test file and keeps nothing from earlier ones. This is true
 * for the test runner when it loads modules, and for code that it has read since the last test file ended. It
 * is false if Node's own loader has loaded the same file, because a second instance may then stay loaded.
 */
function isOfTestFile(state: TraceState, { by, file, isForTest }: Caller): boolean {
  if (by === 'runner' || isForTest === true) return true;
  if (state.isBetweenTestFiles || file === undefined) return false;
  return state.runByRunner.has(file) && !state.loadedByNode.has(file);
}

/** Created once, because owners are looked up for each call of the file system. */
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
 * A process that runs several test files one after another, together with code that stays loaded: Jest's
 * workers, and Jest's own process with `--runInBand`.
 *
 * - The test runner reads the code of a test file anew for each test file. Reads of such code count only for
 *   that test file.
 * - All other code (environments, transformers, resolvers, plugins) may keep what it reads. Its reads count
 *   for the running test file and for all later ones in this process. So does a read with an unknown caller.
 * - Reads while no test file runs count for all later test files, and in the test runner's own process for
 *   every test file of the run.
 * - Reads during the compilation of a module count for every test file that loads a module compiled since.
 * - A path that a test file creates is its own, and never counts as created by another one.
 * - A test that runs a part of the test runner itself makes its trace incomplete.
 *
 * @param partsOfRunner as in `RunnerPackages`
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
      // From now on, the test runner reads for the next test file.
      state.isBetweenTestFiles = true;
      state.observations.testFile = copyObservations(state.observations.laterTestFiles);
      state.runByRunner.clear();
    },
    /**
     * The test runner reads every module that it runs, anew for each test file, so the read modules are the
     * loaded ones.
     */
    traceOfTestFile: ({ observations }) => ({
      ...toTrace(observations.testFile),
      loaded: [...observations.testFile.modules.keys()],
    }),
    traceOfProcess: ({ observations, hasStartedTestFile }) =>
      toTrace(hasStartedTestFile ? observations.process : observations.testFile),
  };
}
