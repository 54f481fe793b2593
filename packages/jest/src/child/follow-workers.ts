import { isAbsolute } from 'node:path';
import type { ReadTrace } from '@nx-testmon/core';
import { listen, readsEnvironment, readsPreload, trackerOfProcess } from '@nx-testmon/runner';
import { jestReads } from '../reads-settings';

const ofWorkers = /[\\/]jest-worker[\\/]build[\\/](?:workers[\\/])?processChild\.js$/;

/**
 * Makes every process that Jest starts for its work load the preload script before anything else. The channel to
 * them is Jest's own, so the call that starts them is the only place to say so.
 *
 * @param ignored folders in which nobody's reading counts
 */
export function followWorkers(workspaceRoot: string, ignored: readonly string[]): void {
  const tracker = trackerOfProcess();
  if (tracker === undefined) return;
  const folders = ignored.filter((folder) => isAbsolute(folder));
  for (const folder of folders) tracker.ignore(folder);
  const environment = readsEnvironment(jestReads(workspaceRoot, 'worker', folders));
  listen(require('node:child_process') as Record<string, unknown>, 'fork', {
    before(args) {
      if (!ofWorkers.test(String(args[0]))) return;
      const options = (args[2] ?? {}) as { execArgv?: readonly string[]; env?: NodeJS.ProcessEnv };
      (args as unknown[])[2] = {
        ...options,
        execArgv: ['--require', readsPreload, ...(options.execArgv ?? process.execArgv)],
        env: { ...(options.env ?? process.env), ...environment },
      };
    },
  });
}

/** What this process has read for no test file alone; `undefined` where it was not followed. */
export function readsOfRunner(): ReadTrace | undefined {
  return trackerOfProcess()?.traceOfProcess();
}
