import { testFileProcess } from './test-file-process';
import type { AttributionPolicy } from './attribution-policy';

/**
 * A process that a test, or another such process, starts and waits for.
 *
 * - Every read from its start to its end counts for the test file, independently of the caller.
 * - No dependency of the test file represents its modules: each counts by its content, and so do the lookups
 *   of the loader.
 */
export const subprocess: AttributionPolicy = {
  ...testFileProcess,
  countsModuleLoads: true,
  kindOfModules: 'files',
  isRunByNode: false,
  resolveCaller: (_state, caller) => (caller.by === 'own' ? caller : { ...caller, by: 'other' }),
};
