import { toTrace, type TraceOwner } from '../reduce/trace-state';
import type { AttributionPolicy } from './attribution-policy';

const owners: readonly TraceOwner[] = ['testFile'];

/**
 * A process that runs one test file and nothing else, as those of `node --test`.
 *
 * - Every read from its start to its end counts for that test file, independently of the caller.
 * - Node's own loader runs all modules, so the modules that it reports are the loaded ones.
 * - A transformer that compiles modules during loading may start processes for this. Their reads are unknown.
 *   The trace is then incomplete because the transformer changes the loader.
 */
export const testFileProcess: AttributionPolicy = {
  countsModuleLoads: false,
  kindOfModules: 'modules',
  countsRunnerLookups: true,
  countsRunnerVariables: true,
  attributesByCaller: false,
  isRunByNode: true,
  tracesSubprocesses: true,
  currentOwner: 'testFile',
  ownersOf: () => owners,
  ownersOfCreated: () => owners,
  resolveCaller: (_state, caller) => caller,
  fileRunByRunner: () => undefined,
  fileLoadedByNode: () => undefined,
  testFileStarted(state) {
    state.isBetweenTestFiles = false;
    state.hasStartedTestFile = true;
  },
  testFileEnded(state) {
    state.isBetweenTestFiles = true;
  },
  traceOfTestFile({ observations: { testFile } }) {
    return { ...toTrace(testFile), ...(testFile.loads && { loaded: [...testFile.loads.byNode] }) };
  },
  traceOfProcess: ({ observations }) => toTrace(observations.testFile),
};
