import type { PlainRun } from '@nx-testmon/runner';
import { parseNodeCommandLine, writeNodeOptions } from './node-command-line';
import { readTestCommand } from './read-test-command';

/** The arguments of `node` in the project's script, with the user's arguments; `undefined` without such a script. */
export function plainCommand({ config, runnerArguments }: PlainRun): string[] | undefined {
  const own = config === undefined ? undefined : readTestCommand(config);
  if (!own) return undefined;
  const added = parseNodeCommandLine(runnerArguments);
  const patterns = added.patterns.length > 0 ? added.patterns : own.patterns;
  return [...writeNodeOptions([...own.options, ...added.options]), ...patterns];
}
