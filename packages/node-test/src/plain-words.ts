import { parseNodeCommandLine, writeNodeOptions } from '@nx-testmon/core';
import { readTestCommand } from './node-test-manifest';

/**
 * The words after `node` of a project's own test command, with what the user adds; `undefined` where it has none.
 *
 * @param manifest absolute path of its `package.json`
 */
export function plainWords(manifest: string, runnerArguments: readonly string[]): string[] | undefined {
  const own = readTestCommand(manifest);
  if (!own) return undefined;
  const added = parseNodeCommandLine(runnerArguments);
  const patterns = added.patterns.length > 0 ? added.patterns : own.patterns;
  return [...writeNodeOptions([...own.options, ...added.options]), ...patterns];
}
