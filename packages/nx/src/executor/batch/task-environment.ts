import type { EnvironmentVariables } from '@nx-testmon/core';
import type { ProjectGraph, Task } from '@nx/devkit';

/** The modules of Nx that create the environment of a single task, in all supported versions. */
interface NxTaskEnvironment {
  getTaskSpecificEnv(task: Task, graph: ProjectGraph): NodeJS.ProcessEnv;
  getEnvVariablesForTask(
    task: Task,
    taskSpecificEnv: NodeJS.ProcessEnv,
    forceColor: string | undefined,
    skipNxCache: boolean,
    captureStderr: boolean,
    outputPath: null,
    streamOutput: null,
  ): NodeJS.ProcessEnv;
}

/** The process of a batch, and the Nx process that started it. */
export interface BatchProcess {
  readonly env: EnvironmentVariables;
  readonly pid: number;
  readonly parentPid: number;
}

/**
 * Reads the environment that Nx gives the process of a single task, including the variables of `.env` files
 * of the project and the target. All tasks of a batch share a process, which has none of these variables.
 *
 * @returns a function; it returns `undefined` if this version of Nx has no such functions
 */
export function readTaskEnvironments(
  graph: ProjectGraph,
  { env, pid, parentPid }: BatchProcess,
): (task: Task) => EnvironmentVariables | undefined {
  const nx = loadTaskEnvironment();
  if (nx === undefined) return () => undefined;
  return (task) => {
    const own = nx.getTaskSpecificEnv(task, graph);
    const skipsCache = env['NX_SKIP_NX_CACHE'] === 'true';
    const made = nx.getEnvVariablesForTask(task, own, env['FORCE_COLOR'], skipsCache, false, null, null);
    return { ...systemSettings(env), ...withParent(made, pid, parentPid), NX_CLI_SET: 'true' };
  };
}

function loadTaskEnvironment(): NxTaskEnvironment | undefined {
  try {
    const nx = require('nx/src/tasks-runner/task-env') as Partial<NxTaskEnvironment>;
    const { getTaskSpecificEnv, getEnvVariablesForTask } = nx;
    return getTaskSpecificEnv && getEnvVariablesForTask && { getTaskSpecificEnv, getEnvVariablesForTask };
  } catch {
    return undefined;
  }
}

/** Tasks report the values that this process read when it started, so tests get the same values. */
function systemSettings(env: EnvironmentVariables): EnvironmentVariables {
  return Object.fromEntries(
    ['TZ', 'LC_ALL', 'LC_MESSAGES', 'LANG'].flatMap((name) =>
      env[name] === undefined ? [] : [[name, env[name]]],
    ),
  );
}

/** Nx assumes that the process that creates an environment has started the command. */
function withParent(env: EnvironmentVariables, pid: number, parentPid: number): EnvironmentVariables {
  const corrected = ['NX_INVOCATION_ROOT_PID', 'NX_INVOCATION_ANCESTOR_PIDS'].flatMap((name) => {
    const pids = env[name]?.split(',').map((one) => (one === String(pid) ? String(parentPid) : one));
    return pids === undefined ? [] : [[name, pids.join(',')] as const];
  });
  return { ...env, ...Object.fromEntries(corrected) };
}
