import type { Fallback } from '@nx-testmon/core';
import type { PatchedFunction } from '../patch-function';
import type { ReadTracer } from '../read-tracer';
import { findNodeProcess, type NodeProcess } from './find-node-process';
import type { RequestedStart } from './requested-start';
import type { SubprocessStarter } from './subprocess-starter';

/** Reports a start, and prepares it to be traced where that is possible. @returns the arguments, where they change */
export type StartProcess = (
  fallback: Fallback,
  calledBy: PatchedFunction,
  request: () => RequestedStart | undefined,
) => readonly unknown[] | undefined;

interface FoundProcess extends NodeProcess {
  readonly requested: RequestedStart;
}

/** @param starter absent where processes are not traced */
export function processStarter(
  tracer: Pick<ReadTracer, 'access' | 'processStarted'>,
  starter: SubprocessStarter | undefined,
): StartProcess {
  return (fallback, calledBy, request) => {
    const found = starter && find(request);
    if (!starter || !found) {
      tracer.processStarted(fallback, calledBy);
      return undefined;
    }
    const { requested, lookups } = found;
    for (const path of lookups) tracer.access({ type: 'look-up', path }, calledBy);
    let args: readonly unknown[] | undefined;
    tracer.processStarted(fallback, calledBy, (known) => {
      const { id, env } = starter.prepare(requested.start.env, known);
      args = requested.withEnvironment(env);
      return id;
    });
    return args;
  };
}

/** Node itself says what is wrong with what it is given. */
function find(request: () => RequestedStart | undefined): FoundProcess | undefined {
  try {
    const requested = request();
    const found = requested && findNodeProcess(requested.start);
    return found && { ...found, requested };
  } catch {
    return undefined;
  }
}
