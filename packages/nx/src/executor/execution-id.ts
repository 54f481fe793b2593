import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ciExecutionId, digestParts } from '@nx-testmon/core';
import { EXEC_ID } from '../hook/variables';

/**
 * The id of the execution that this task is part of. A CI run is one execution, because the tasks of one of its
 * commands may be on many machines, where the hook fires anew or not at all. Elsewhere the plugin's hook hands the
 * id over; without the hook (plugin not registered) it is made from what all tasks of a command share: the process
 * that started them. That process is part of the hook's id too: under a busy daemon Nx may hand what one
 * command's hook has set to the tasks of another.
 *
 * @param startTime of a process, by its id; `undefined` when it can't be told
 */
export function findExecutionId(
  env: Readonly<Record<string, string | undefined>>,
  parentPid: number,
  startTime: (pid: number) => string | undefined = readStartTime,
): string {
  const ofCiRun = ciExecutionId(env);
  if (ofCiRun !== undefined) return ofCiRun;
  const minted = env[EXEC_ID];
  const parent = digestParts([String(parentPid), startTime(parentPid) ?? '']);
  // It becomes part of file names.
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
