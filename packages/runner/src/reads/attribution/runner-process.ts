import type { ReadTrace } from '@nx-testmon/core';
import { toTrace, type TraceOwner, type TraceState } from '../reduce/trace-state';
import type { AttributionPolicy } from './attribution-policy';

const owners: readonly TraceOwner[] = ['process'];

function traceOf({ observations, loadedByNode }: TraceState): ReadTrace {
  return { ...toTrace(observations.process), loaded: [...loadedByNode] };
}

/**
 * The process of a runner that runs its test files elsewhere: Vitest's own.
 *
 * - Everything that is read counts for every test file of the run: plugins, the configuration and the global setup
 *   read here.
 * - The runner reads and looks for modules here on behalf of its workers. The modules that it looks for and does not
 *   find are the dependency graph's to compare. The configurations are not.
 * - Plugins load configurations that no import names (`postcss.config.js`), so Node's loader is traced as well.
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
