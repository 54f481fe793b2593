import { nodeOptionValue, parseNodeCommandLine } from '@nx-testmon/core';
import type { Narrowing } from '@nx-testmon/runner';

/**
 * Reads what the user adds to a `node --test` command.
 *
 * @param runnerArguments what would follow it
 */
export function narrowing(runnerArguments: readonly string[]): Narrowing {
  const command = parseNodeCommandLine(runnerArguments);
  const given = (...names: readonly string[]) => nodeOptionValue(command, ...names) !== undefined;
  return {
    nameFilter: given('test-name-pattern', 'test-skip-pattern', 'test-only'),
    partialFiles: false,
    fileFilters: command.patterns,
    projects: false,
    shard: given('test-shard'),
    changed: given('test-rerun-failures'),
    update: given('test-update-snapshots'),
    watch: given('watch', 'watch-path'),
    inspect: given('inspect', 'inspect-brk', 'inspect-wait'),
    coverage: given('experimental-test-coverage'),
    bail: false,
    listOnly: given('help', 'version'),
  };
}
