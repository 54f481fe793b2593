import { randomUUID } from 'node:crypto';
import { EXEC_ID_VARIABLES, mintExecutionId } from '@nx-testmon/engine/execution-id';
import { findDroppedOptions } from './dropped-options';
import { ARGV_OPTIONS } from './variables';

/**
 * Nx calls this once per command, before any task. It hands the execution's id to all tasks.
 *
 * It has to be synchronous and to assign plainly: Nx collects what is assigned to `process.env` meanwhile, and
 * with the daemon two commands may be in the hook at once. It always overwrites, because an older Nx shows the
 * variables of the command before; a `delete` would not reach the tasks, so "nothing" is the empty text.
 * It writes nothing to disk (it is called for `nx build` too), and never throws, which would end the command.
 */
export function preTasksExecution(_options: unknown, context: { readonly argv?: readonly string[] }): void {
  process.env[EXEC_ID_VARIABLES[0]] = mintExecutionId(Date.now(), randomUUID());
  process.env[ARGV_OPTIONS] = serialiseDroppedOptions(context);
}

function serialiseDroppedOptions(context: { readonly argv?: readonly string[] } | undefined): string {
  try {
    const options = findDroppedOptions(context?.argv ?? []);
    return Object.keys(options).length === 0 ? '' : JSON.stringify(options);
  } catch {
    return '';
  }
}
