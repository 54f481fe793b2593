import type { EnvironmentVariables } from '@nx-testmon/core';
import { ciExecutionId } from './ci-execution-id';
import { asFileName, EXEC_ID_VARIABLES } from './execution-id-variables';
import { digestProcess, readStartTime } from './processes';

/**
 * Finds the id of the execution that an Nx task is part of.
 *
 * A CI run is one execution, because the tasks of one command may be on many machines, where the hook runs
 * again or not at all. Elsewhere the plugin's hook passes the id on. Without the hook (plugin not
 * registered), the id is made from the process that started all tasks of the command. The hook's id also
 * contains that process: under a busy daemon, Nx may pass the variables of one command's hook to the tasks of
 * another command.
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
