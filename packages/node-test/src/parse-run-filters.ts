import type { RunFilters } from '@nx-testmon/runner';
import { nodeOptionValue, parseNodeCommandLine } from './node-command-line';

/**
 * Parses the arguments that the user adds to a `node --test` command.
 *
 * @param runnerArguments the arguments after it
 */
export function parseRunFilters(runnerArguments: readonly string[]): RunFilters {
  const command = parseNodeCommandLine(runnerArguments);
  const given = (...names: readonly string[]) => nodeOptionValue(command, ...names) !== undefined;
  return {
    nameFilter: given('test-name-pattern', 'test-skip-pattern', 'test-only'),
    partialTestFiles: false,
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
