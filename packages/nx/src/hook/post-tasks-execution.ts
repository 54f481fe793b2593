import type { CommandContext } from './command-output';
import { withReplayedOutput } from './replayed-output';
import type { NxTaskResult } from './sum-of-results';

/** What Nx passes to the hook. */
export interface PostTasksContext extends CommandContext {
  /** By the ids of the tasks. */
  readonly taskResults: Readonly<Record<string, NxTaskResult>>;
}

/**
 * Nx calls this once per command, after its own output. It prints the numbers of all tasks of nx-testmon, if there is
 * more than one. It is also called for `nx build`, so it loads nothing until it has seen such a task, and it never
 * throws, which would end the command with an error.
 */
export async function postTasksExecution(_options: unknown, context: PostTasksContext): Promise<void> {
  try {
    const results = Object.values(context.taskResults).map(withReplayedOutput).filter(mayBeOfTestmon);
    if (results.length < 2) return;
    const { sumOfResults } = await import('./sum-of-results.js');
    const summary = sumOfResults(results);
    if (summary === undefined) return;
    const { printAfterCommand } = await import('./command-output.js');
    await printAfterCommand(`\nnx-testmon: ${summary}\n`, context);
  } catch {
    // The tasks have printed their own lines.
  }
}

function mayBeOfTestmon({ status, terminalOutput }: NxTaskResult): boolean {
  return status === 'skipped' || terminalOutput?.includes('testmon: ') === true;
}
