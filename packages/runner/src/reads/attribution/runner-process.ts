import type { ReadTrace } from '@nx-testmon/core';
import { toTrace, type TraceOwner, type TraceState } from '../reduce/trace-state';
import type { AttributionPolicy } from './attribution-policy';

const owners: readonly TraceOwner[] = ['process'];

function traceOf({ observations, loadedByNode }: TraceState): ReadTrace {
  return { ...toTrace(observations.process), loaded: [...loadedByNode] };
}

/**
 * The process of a test runner that runs its test files in other processes, such as Vitest's own process.
 *
 * - Every read counts for every test file of the run: plugins, the configuration and the global setup read
 *   here.
 * - The test runner reads and looks up modules here on behalf of its workers. The dependency graph compares
 *   lookups of missing modules, but not those of configurations.
 * - Plugins load configurations that no import names (`postcss.config.js`), so Node's loader is traced too.
 */
export const runnerProcess: AttributionPolicy = {
  countsModuleLoads: true,
  kindOfModules: 'modules',
  countsRunnerLookups: false,
  countsRunnerVariables: false,
  attributesByCaller: false,
  isRunByNode: false,
  tracesSubprocesses: false,
  currentOwner: 'process',
  ownersOf: () => owners,
  ownersOfCreated: () => owners,
  resolveCaller: (_state, caller) => caller,
  fileRunByRunner: () => undefined,
  fileLoadedByNode: ({ loadedByNode }, { path }) => void (path === undefined || loadedByNode.add(path)),
  testFileStarted: () => undefined,
  testFileEnded: () => undefined,
  traceOfTestFile: traceOf,
  traceOfProcess: traceOf,
};
