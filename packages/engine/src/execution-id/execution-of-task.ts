import type { EnvironmentVariables } from '@nx-testmon/core';
import { ciExecutionId } from './ci-execution-id';
import { asFileName, EXEC_ID_VARIABLES } from './execution-id-variables';
import { digestProcess, readStartTime } from './processes';

/**
 * The id of the execution that a task of Nx is part of. A CI run is one execution, because the tasks of one of its
 * commands may be on many machines, where the hook runs again or not at all. Elsewhere the plugin's hook passes the id
 * on; without the hook (plugin not registered) it is made from what all tasks of a command share: the process that
 * started them. That process is part of the hook's id too: under a busy daemon Nx may hand what one command's hook has
 * set to the tasks of another.
 *
 * @param startTime of a process, by its id; `undefined` if it is unknown
 */
export function findExecutionOfTask(
  env: EnvironmentVariables,
  parentPid: number,
  startTime: (pid: number) => string | undefined = readStartTime,
): string {
  const ofCiRun = ciExecutionId(env);
  if (ofCiRun !== undefined) return ofCiRun;
  const given = env[EXEC_ID_VARIABLES[0]];
  const parent = digestProcess(parentPid, startTime(parentPid) ?? '');
  return given ? `${asFileName(given)}-${parent}` : `process-${parentPid}-${parent}`;
}
