import { copyObservations, toTrace, type TraceOwner, type TraceState } from '../trace-state';
import type { AttributionPolicy } from './attribution-policy';

const whileTestFileRuns: readonly TraceOwner[] = ['testFile'];
const betweenTestFiles: readonly TraceOwner[] = ['testFile', 'laterTestFiles'];

function ownersOf({ isBetweenTestFiles }: TraceState): readonly TraceOwner[] {
  return isBetweenTestFiles ? betweenTestFiles : whileTestFileRuns;
}

/**
 * A worker in which each test file runs with modules of its own: Vitest's, in all pools.
 *
 * - Everything that is read while a test file runs counts for that test file, independent of the caller.
 * - What is read before the first test file, and between two, counts for all that follow: the pools `vmThreads` and
 *   `vmForks` use a worker again, and what it keeps is unknown.
 */
export const isolatedWorker: AttributionPolicy = {
  countsModuleLoads: false,
  kindOfModules: 'modules',
  countsRunnerLookups: true,
  countsRunnerVariables: true,
  attributesByCaller: false,
  isRunByNode: false,
  tracesSubprocesses: true,
  currentOwner: 'testFile',
  ownersOf,
  ownersOfCreated: ownersOf,
  resolveCaller: (_state, caller) => caller,
  fileRunByRunner: () => undefined,
  fileLoadedByNode: () => undefined,
  testFileStarted(state) {
    state.observations.testFile = copyObservations(state.observations.laterTestFiles);
    state.isBetweenTestFiles = false;
    state.hasStartedTestFile = true;
  },
  testFileEnded(state) {
    state.isBetweenTestFiles = true;
  },
  traceOfTestFile: ({ observations }) => toTrace(observations.testFile),
  traceOfProcess: ({ observations }) => toTrace(observations.laterTestFiles),
};
