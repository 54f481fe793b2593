import * as fileSystem from 'node:fs';
import type { EnvironmentVariables } from '@nx-testmon/core';
import type { ReadsSettings } from '../reads-settings';
import type { InheritedState } from './observation-journal';

/** Saved before other code can replace them. */
const { readFileSync } = fileSystem;

/** Names the file with the `SubprocessSettings` of a process. */
const subprocessVariable = 'NX_TESTMON_SUBPROCESS';

/**
 * The settings of a subprocess. They are stored in a file, because the length of an environment variable is
 * limited.
 */
export interface SubprocessSettings extends InheritedState {
  readonly reads: ReadsSettings;
  /** Absolute path of the file in which it writes its observations. */
  readonly journal: string;
}

/**
 * The environment of a process that is traced from its start.
 *
 * @param preload absolute path of the preload script
 * @param file absolute path of the settings
 */
export function subprocessEnvironment(
  env: EnvironmentVariables,
  preload: string,
  file: string,
): EnvironmentVariables {
  const given = env['NODE_OPTIONS'];
  const options = given === undefined ? requiring(preload) : `${requiring(preload)} ${given}`;
  return { ...env, NODE_OPTIONS: options, [subprocessVariable]: file };
}

/**
 * Removes the variables that load the preload script from the environment, so that no other code observes or
 * inherits them.
 *
 * @returns a function that reads the settings; `undefined` if this process is not traced as a subprocess
 */
export function takeSubprocessSettings(
  env: NodeJS.ProcessEnv,
  preload: string,
): (() => SubprocessSettings) | undefined {
  const file = env[subprocessVariable];
  if (file === undefined) return undefined;
  delete env[subprocessVariable];
  const [options = '', own] = [env['NODE_OPTIONS'], requiring(preload)];
  if (options === own) delete env['NODE_OPTIONS'];
  else if (options.startsWith(`${own} `)) env['NODE_OPTIONS'] = options.slice(own.length + 1);
  return () => JSON.parse(readFileSync(file, 'utf8')) as SubprocessSettings;
}

function requiring(preload: string): string {
  return `--require=${JSON.stringify(preload)}`;
}
