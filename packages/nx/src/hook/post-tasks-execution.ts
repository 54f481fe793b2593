import { MESSAGE_PREFIX } from '@nx-testmon/core';
import type { CommandContext } from './command-context';
import { withReplayedOutput } from './replayed-output';
import type { NxTaskResult } from './sum-of-results';

/** The context that Nx passes to the hook. */
export interface PostTasksContext extends CommandContext {
  /** Results by task id. */
  readonly taskResults: Readonly<Record<string, NxTaskResult>>;
}

/**
 * Nx calls this once per command, after its own output. It prints the numbers of all nx-testmon tasks, unless
 * Nx has shown those of a single task, and what Nx silently dropped or mistook in the command line. It is also
 * called for `nx build`, so it loads nothing until it has found such a task. It never throws, because that
 * would end the command with an error.
 */
export async function postTasksExecution(_options: unknown, context: PostTasksContext): Promise<void> {
  try {
    const results = Object.values(context.taskResults).map(withReplayedOutput).filter(mayBeOfTestmon);
    if (results.length === 0) return;
    const { closingLines } = await import('./closing-lines.js');
    const targets = Object.values(context.taskResults).flatMap(({ task }) => task?.target.target ?? []);
    const lines = await closingLines(results, context, new Set(targets));
    if (lines.length === 0) return;
    const { printAfterCommand } = await import('./command-output.js');
    await printAfterCommand(`\n${lines.map((line) => `nx-testmon: ${line}\n`).join('')}`, context);
  } catch {
    // The tasks have already printed their own lines.
  }
}

function mayBeOfTestmon({ status, terminalOutput }: NxTaskResult): boolean {
  return status === 'skipped' || terminalOutput?.includes(MESSAGE_PREFIX) === true;
}
