import { randomUUID } from 'node:crypto';
import { EXEC_ID_VARIABLES, createExecutionId } from '@nx-testmon/engine/execution-id';
import { findDroppedOptions } from './dropped-options';
import { findParallel } from './find-parallel';
import { ARGV_OPTIONS, PARALLEL } from './variables';

/**
 * Nx calls this once per command, before any task. It passes the execution id to all tasks.
 *
 * It must be synchronous and assign variables directly: Nx collects assignments to `process.env` during the
 * call, and with the daemon two commands may run the hook at the same time. It always overwrites, because
 * older versions of Nx show the variables of the previous command. A `delete` would not reach the tasks, so
 * the empty string means "none". It writes nothing to disk, because it is also called for `nx build`, and
 * never throws, because that would end the command.
 */
export function preTasksExecution(_options: unknown, context: { readonly argv?: readonly string[] }): void {
  process.env[EXEC_ID_VARIABLES[0]] = createExecutionId(Date.now(), randomUUID());
  process.env[ARGV_OPTIONS] = readArgv(context, serializeDroppedOptions);
  process.env[PARALLEL] = readArgv(context, (argv) => findParallel(argv) ?? '');
}

function readArgv(
  context: { readonly argv?: readonly string[] } | undefined,
  read: (argv: readonly string[]) => string,
): string {
  try {
    return read(context?.argv ?? []);
  } catch {
    return '';
  }
}

function serializeDroppedOptions(argv: readonly string[]): string {
  const options = findDroppedOptions(argv);
  return Object.keys(options).length === 0 ? '' : JSON.stringify(options);
}
