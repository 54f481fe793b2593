import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NxTaskResult } from './sum-of-results';

/**
 * Adds the output of a task to a result from the cache. Nx 21 leaves it out of the result, but stores it in
 * the cache under the hash of the task.
 */
export function withReplayedOutput(result: NxTaskResult): NxTaskResult {
  const { status, task, terminalOutput } = result;
  if (terminalOutput !== undefined || task?.hash === undefined || !status.includes('cache')) return result;
  const output = readOutput(task.hash);
  return output === undefined ? result : { ...result, terminalOutput: output };
}

function readOutput(hash: string): string | undefined {
  try {
    const { cacheDir } = require('nx/src/utils/cache-directory') as { readonly cacheDir: string };
    return readFileSync(join(cacheDir, 'terminalOutputs', basename(hash)), 'utf8');
  } catch {
    return undefined;
  }
}
