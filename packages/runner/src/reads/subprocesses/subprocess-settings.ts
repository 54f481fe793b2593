import * as fileSystem from 'node:fs';
import type { EnvironmentVariables } from '@nx-testmon/core';
import type { ReadsSettings } from '../reads-settings';
import type { InheritedState } from './observation-journal';

/** Taken before other code could replace them. */
const { readFileSync } = fileSystem;

/** Names the file with the `SubprocessSettings` of a process. */
const subprocessVariable = 'NX_TESTMON_SUBPROCESS';

/** The settings of a subprocess, in a file: an environment variable may be too short for them. */
export interface SubprocessSettings extends InheritedState {
  readonly reads: ReadsSettings;
  /** Absolute path of the file in which it writes what it observes. */
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
 * Takes what has the preload script loaded out of the environment, so that no other code sees or inherits it.
 *
 * @returns reads the settings; `undefined` where this process is not traced as a subprocess
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
