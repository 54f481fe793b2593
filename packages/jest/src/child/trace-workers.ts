import { isAbsolute } from 'node:path';
import { patchFunction, readsEnvironment, tracedProcess } from '@nx-testmon/runner';
import { workerReads } from '../reads-settings';

const workerScript = /[\\/]jest-worker[\\/]build[\\/](?:workers[\\/])?processChild\.js$/;

/**
 * Makes every process that Jest starts for its work load the preload script before all other code. Jest only
 * sends its own messages to them, so the script is added to the call that starts them.
 *
 * @param ignored folders whose reads and writes do not count
 */
export function traceWorkers(ignored: readonly string[]): void {
  const traced = tracedProcess();
  if (traced === undefined) return;
  const { tracer, preload, settings } = traced;
  const folders = ignored.filter((folder) => isAbsolute(folder));
  for (const folder of folders) tracer.ignore(folder);
  const environment = readsEnvironment(workerReads(settings, folders));
  patchFunction(require('node:child_process') as Record<string, unknown>, 'fork', {
    before(args) {
      if (!workerScript.test(String(args[0]))) return;
      const options = (args[2] ?? {}) as { execArgv?: readonly string[]; env?: NodeJS.ProcessEnv };
      (args as unknown[])[2] = {
        ...options,
        execArgv: ['--require', preload, ...(options.execArgv ?? process.execArgv)],
        env: { ...(options.env ?? process.env), ...environment },
      };
    },
  });
}
