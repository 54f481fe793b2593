import type { Fallback } from '@nx-testmon/core';
import type { PatchedFunction } from '../tracers/patch-function';
import type { ReadTracer } from '../tracers/read-tracer';
import { findNodeProcess, type NodeProcess } from './find-node-process';
import { startsGitQuery } from './find-git-query';
import type { RequestedStart } from './requested-start';
import type { SubprocessStarter } from './subprocess-starter';

/**
 * Reports a start, and prepares the process to be traced if possible.
 *
 * @returns the arguments if they change
 */
export type StartProcess = (
  fallback: Fallback,
  calledBy: PatchedFunction,
  request: () => RequestedStart | undefined,
) => readonly unknown[] | undefined;

interface FoundProcess extends NodeProcess {
  readonly requested: RequestedStart;
}

/**
 * @param starter absent if processes are not traced
 * @param root absolute path of the workspace
 */
export function processStarter(
  tracer: Pick<ReadTracer, 'access' | 'processStarted'>,
  starter: SubprocessStarter | undefined,
  root: string,
): StartProcess {
  return (fallback, calledBy, request) => {
    const requested = requestedOf(request);
    if (requested && startsGitQuery(requested.start, root)) return undefined;
    const found = starter && find(requested);
    if (!starter || !found) {
      tracer.processStarted(fallback, calledBy);
      return undefined;
    }
    for (const path of found.lookups) tracer.access({ type: 'look-up', path }, calledBy);
    let args: readonly unknown[] | undefined;
    tracer.processStarted(fallback, calledBy, (known) => {
      const { id, env } = starter.prepare(found.requested.start.env, known);
      args = found.requested.withEnvironment(env);
      return id;
    });
    return args;
  };
}

/** Node itself reports invalid arguments. */
function requestedOf(request: () => RequestedStart | undefined): RequestedStart | undefined {
  try {
    return request();
  } catch {
    return undefined;
  }
}

function find(requested: RequestedStart | undefined): FoundProcess | undefined {
  const found = requested && findNodeProcess(requested.start);
  return found && { ...found, requested };
}
