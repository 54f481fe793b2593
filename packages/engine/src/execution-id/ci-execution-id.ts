import type { EnvironmentVariables } from '@nx-testmon/core';
import { asFileName } from './execution-id-variables';

/**
 * The id of the CI run, which is the same on all of its machines: tasks of one command may be spread over agents, each
 * of which runs a command of its own. One CI run may have several main jobs with agents each; then
 * `NX_CI_EXECUTION_ENV` distinguishes them.
 *
 * @returns in a form that file names can hold; `undefined` outside of such a run
 */
export function ciExecutionId(env: EnvironmentVariables): string | undefined {
  const { NX_CI_EXECUTION_ID: run, NX_CI_EXECUTION_ENV: name } = env;
  if (!run) return undefined;
  return asFileName(name ? `${run}-${name}` : run);
}
