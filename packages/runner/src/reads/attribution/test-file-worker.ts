import { copyObservations, toTrace, type TraceOwner, type TraceState } from '../reduce/trace-state';
import type { Caller } from '../reduce/read-event';
import type { AttributionPolicy } from './attribution-policy';

const testFileAlone: readonly TraceOwner[] = ['testFile'];
const withLaterTestFiles: readonly TraceOwner[] = ['testFile', 'laterTestFiles'];

function ownersOf(state: TraceState, caller?: Caller): readonly TraceOwner[] {
  const { isBetweenTestFiles, sharingTestFile } = state;
  if (isBetweenTestFiles) return withLaterTestFiles;
  if (sharingTestFile === undefined) return testFileAlone;
  const isOwn = caller?.by === 'runner' || (caller?.file !== undefined && caller.file === sharingTestFile);
  return isOwn ? testFileAlone : withLaterTestFiles;
}

/** A path that a test file creates is its own, and never counts as created by another one. */
function ownersOfCreated({ isBetweenTestFiles }: TraceState): readonly TraceOwner[] {
  return isBetweenTestFiles ? withLaterTestFiles : testFileAlone;
}

/**
 * A worker of Vitest, in all pools.
 *
 * - If each test file has its own modules, every read while it runs counts only for it, independently of the
 *   caller.
 * - If test files share modules, a module may keep what it has read for all later ones. Reads of the test
 *   file itself, or of the test runner for it, count for that test file. All other reads, and all loads, also
 *   count for the later test files in this worker.
 * - Reads before the first test file, and between two, count for all later ones: the pools `vmThreads` and
 *   `vmForks` reuse a worker, and it is unknown what the worker keeps.
 */
export const testFileWorker: AttributionPolicy = {
  countsModuleLoads: false,
  kindOfModules: 'modules',
  countsRunnerLookups: true,
  countsRunnerVariables: true,
  attributesByCaller: false,
  isRunByNode: false,
  tracesSubprocesses: true,
  currentOwner: 'testFile',
  ownersOf,
  ownersOfCreated,
  resolveCaller: (_state, caller) => caller,
  fileRunByRunner: () => undefined,
  fileLoadedByNode: () => undefined,
  testFileStarted(state, sharingTestFile) {
    state.observations.testFile = copyObservations(state.observations.laterTestFiles);
    state.isBetweenTestFiles = false;
    state.hasStartedTestFile = true;
    state.sharingTestFile = sharingTestFile;
  },
  testFileEnded(state) {
    state.isBetweenTestFiles = true;
  },
  traceOfTestFile: ({ observations, sharingTestFile }) => ({
    ...toTrace(observations.testFile),
    ...(sharingTestFile === undefined ? {} : { includesEarlierTestFiles: true }),
  }),
  traceOfProcess: ({ observations }) => toTrace(observations.laterTestFiles),
};
