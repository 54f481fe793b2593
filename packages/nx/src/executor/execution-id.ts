import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { digestParts } from '@nx-testmon/core';
import { EXEC_ID } from '../hook/variables';

/**
 * The id of the execution that this task is part of. The plugin's hook hands it over; without the hook (plugin
 * not registered, agents) it is the CI run's, else made from what all tasks of a command share: the process
 * that started them. That process is part of the hook's id too: under a busy daemon Nx may hand what one
 * command's hook has set to the tasks of another. In a CI run the tasks of a command may be on many machines,
 * so there the id is taken as it is.
 *
 * @param startTime of a process, by its id; `undefined` when it can't be told
 */
export function findExecutionId(
  env: Readonly<Record<string, string | undefined>>,
  parentPid: number,
  startTime: (pid: number) => string | undefined = readStartTime,
): string {
  const minted = env[EXEC_ID];
  const ofCiRun = env['NX_CI_EXECUTION_ID'];
  // It becomes part of file names, and the CI's may hold any character.
  if (ofCiRun) return (minted || ofCiRun).replace(/[^\w.-]/g, '_');
  const parent = digestParts([String(parentPid), startTime(parentPid) ?? '']);
  return minted ? `${minted.replace(/[^\w.-]/g, '_')}-${parent}` : `process-${parentPid}-${parent}`;
}

/** Process ids are used again; with its start time a process is unique on its machine. */
function readStartTime(pid: number): string | undefined {
  try {
    // The second field is the program's name, which may hold blanks; after its bracket the start time is the 20th.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ')[19];
  } catch {
    return askForStartTime(pid);
  }
}

function askForStartTime(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    }).trim();
  } catch {
    return undefined; // Windows
  }
}
