import { testFileProcess } from './test-file-process';
import type { AttributionPolicy } from './attribution-policy';

/**
 * A process that a test, or such a process, starts and waits for.
 *
 * - Everything that is read from its start to its end counts for the test file, independent of the caller.
 * - No dependency of the test file stands for a module: each counts by its content, and so does what the loader
 *   looks for.
 */
export const subprocess: AttributionPolicy = {
  ...testFileProcess,
  countsModuleLoads: true,
  kindOfModules: 'files',
  isRunByNode: false,
  resolveCaller: (_state, caller) => (caller.by === 'own' ? caller : { ...caller, by: 'other' }),
};
