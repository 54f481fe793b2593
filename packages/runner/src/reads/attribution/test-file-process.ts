import { toTrace, type TraceOwner } from '../reduce/trace-state';
import type { AttributionPolicy } from './attribution-policy';

const owners: readonly TraceOwner[] = ['testFile'];

/**
 * A process that runs one test file and nothing else: that of `node --test`.
 *
 * - Everything that is read from its start to its end counts for that test file, independent of the caller.
 * - Node's own loader runs all modules, so what it reports is what was loaded.
 * - A transformer that compiles modules while they are loaded may start processes for it. What it reads there is
 *   unknown, and the trace says so by the loader that it changes.
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
