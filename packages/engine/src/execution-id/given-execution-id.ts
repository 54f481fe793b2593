import type { EnvironmentVariables } from '@nx-testmon/core';
import { ciExecutionId } from './ci-execution-id';
import { asFileName, EXEC_ID_VARIABLES } from './execution-id-variables';

/**
 * The execution id that a process received: the id of the CI run, or the one that a parent command passed on.
 *
 * @returns `undefined` if there is none
 */
export function givenExecutionId(env: EnvironmentVariables): string | undefined {
  const passedOn = EXEC_ID_VARIABLES.map((name) => env[name]).find(Boolean);
  return ciExecutionId(env) ?? (passedOn === undefined ? undefined : asFileName(passedOn));
}
