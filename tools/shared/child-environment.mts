import type { EnvironmentVariables } from '@nx-testmon/core';

/** The variables of a user's shell: what npm sets for its scripts is not among them. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  return withoutVariables(process.env, /^(npm_|INIT_CWD$)/);
}

/**
 * The environment in which a tool runs Nx and test runners: the same in every run, and without what draws for a
 * terminal.
 *
 * @param added further variables
 * @param omitted names of variables that are not handed on
 */
export function childEnvironment(added: EnvironmentVariables = {}, omitted?: RegExp): NodeJS.ProcessEnv {
  const shell = shellEnvironment();
  return {
    ...(omitted === undefined ? shell : withoutVariables(shell, omitted)),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_INTERACTIVE: 'false',
    NO_COLOR: '1',
    // Snapshots are compared and never written, in every run alike.
    CI: process.env['CI'] || 'true',
    ...added,
  };
}

function withoutVariables(env: EnvironmentVariables, names: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}
