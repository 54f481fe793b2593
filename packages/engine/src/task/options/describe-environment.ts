import {
  digestParts,
  type EnvironmentKey,
  type EnvironmentVariables,
  formatEnvironmentId,
} from '@nx-testmon/core';
import type { TaskOptions } from './parse-task-options';
import { describeSystemSettings, type SystemSettings } from './system-settings';

/** The properties of a run that are not options. */
export interface RunEnvironment {
  /** Full versions. */
  readonly node: string;
  readonly runner: string;
  /** The test runner's arguments that can change results, in parsed form. */
  readonly runnerArguments: readonly string[];
  /** Environment variables of the run. */
  readonly env: EnvironmentVariables;
  readonly system: SystemSettings;
}

/**
 * Describes the conditions that apply to all test files of a run, besides the code. Facts of different
 * environments are never compared.
 */
export function describeEnvironment(
  { environment, environmentVariables }: TaskOptions,
  { node, runner, runnerArguments, env, system }: RunEnvironment,
): EnvironmentKey {
  const variables = [...environmentVariables].sort().flatMap((name) => [name, env[name] ?? '<unset>']);
  // Minor versions of Node differ between the machines of a team and rarely change a result.
  const [nodeMajor = ''] = node.split('.');
  const parts = [nodeMajor, runner, ...variables, ...describeSystemSettings(env, system), ...runnerArguments];
  return formatEnvironmentId({ name: environment, digest: digestParts(parts) });
}
