import { toTrace, type TraceOwner } from '../trace-state';
import type { AttributionPolicy } from './attribution-policy';

const owners: readonly TraceOwner[] = ['process'];

/**
 * The process of a runner that runs its test files elsewhere: Vitest's own.
 *
 * - Everything that is read counts for every test file of the run: plugins, the configuration and the global setup
 *   read here.
 * - The runner reads and looks for modules here on behalf of its workers. What it looks for and does not find is
 *   the dependency graph's to compare.
 * - Plugins load configurations that no import names (`postcss.config.js`), so Node's loader is traced as well.
 */
export const runnerProcess: AttributionPolicy = {
  tracesModuleLoads: true,
  countsRunnerLookups: false,
  attributesByCaller: false,
  currentOwner: 'process',
  ownersOf: () => owners,
  ownersOfCreated: () => owners,
  resolveCaller: (_state, caller) => caller,
  fileRunByRunner: () => undefined,
  fileLoadedByNode: () => undefined,
  testFileStarted: () => undefined,
  testFileEnded: () => undefined,
  traceOfTestFile: ({ observations }) => toTrace(observations.process),
  traceOfProcess: ({ observations }) => toTrace(observations.process),
};
