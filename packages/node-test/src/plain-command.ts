import { join } from 'node:path';
import type { PlainCommand, PlainRun } from '@nx-testmon/runner';
import { parseNodeCommandLine, writeNodeOptions } from './node-command-line';
import { requireTestCommand } from './prepare-request';

/** The arguments of `node` in the project's script, with the user's arguments. */
export function plainCommand({ projectRoot, config, runnerArguments }: PlainRun): PlainCommand {
  const own = requireTestCommand(config ?? join(projectRoot, 'package.json'));
  if (!own.ok) return own;
  const added = parseNodeCommandLine(runnerArguments);
  const patterns = added.patterns.length > 0 ? added.patterns : own.command.patterns;
  return { ok: true, words: [...writeNodeOptions([...own.command.options, ...added.options]), ...patterns] };
}
