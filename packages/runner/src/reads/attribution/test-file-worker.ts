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

/** What a test file creates is its own, and never taken for another's. */
function ownersOfCreated({ isBetweenTestFiles }: TraceState): readonly TraceOwner[] {
  return isBetweenTestFiles ? withLaterTestFiles : testFileAlone;
}

/**
 * A worker of Vitest, in all pools.
 *
 * - Where each test file has modules of its own, everything that is read while it runs counts for it alone,
 *   independent of the caller.
 * - Where test files share modules, a module may keep what it has read for all that come later. What is read by the
 *   test file itself, or by the runner for it, counts for that test file. All other reads, and all loads, count for
 *   those that follow in this worker as well.
 * - What is read before the first test file, and between two, counts for all that follow: the pools `vmThreads` and
 *   `vmForks` use a worker again, and what it keeps is unknown.
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
