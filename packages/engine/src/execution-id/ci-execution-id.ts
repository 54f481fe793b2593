import type { EnvironmentVariables } from '@nx-testmon/core';
import { asFileName } from './execution-id-variables';

/**
 * The id of the CI run, which is the same on all of its machines: the tasks of one command may run on several
 * agents, and each agent runs its own command. One CI run may have several main jobs with agents.
 * `NX_CI_EXECUTION_ENV` then distinguishes them.
 *
 * @returns an id that is valid in file names; `undefined` outside of a CI run
 */
export function ciExecutionId(env: EnvironmentVariables): string | undefined {
  const { NX_CI_EXECUTION_ID: run, NX_CI_EXECUTION_ENV: name } = env;
  if (!run) return undefined;
  return asFileName(name ? `${run}-${name}` : run);
}
