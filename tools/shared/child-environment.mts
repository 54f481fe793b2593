import type { EnvironmentVariables } from '@nx-testmon/core';

/** The variables of the user's shell, without those that npm sets for its scripts. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  return withoutVariables(process.env, /^(npm_|INIT_CWD$)/);
}

/**
 * The environment in which a tool runs Nx and test runners. It is the same in every run, without output that
 * is drawn for a terminal.
 *
 * @param added further variables
 * @param omitted names of variables that are not passed on
 */
export function childEnvironment(added: EnvironmentVariables = {}, omitted?: RegExp): NodeJS.ProcessEnv {
  const shell = shellEnvironment();
  return {
    ...(omitted === undefined ? shell : withoutVariables(shell, omitted)),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_INTERACTIVE: 'false',
    NO_COLOR: '1',
    // Test runners then compare snapshots and never write them, in every run.
    CI: process.env['CI'] || 'true',
    ...added,
  };
}

function withoutVariables(env: EnvironmentVariables, names: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}
