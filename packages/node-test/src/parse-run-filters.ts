import type { RunFilters } from '@nx-testmon/runner';
import { nodeOptionValue, parseNodeCommandLine, writeNodeOptions } from './node-command-line';

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

/** Matches names of options that only change what is printed and reported, or how much is run. */
const neutral =
  /^(?:no-)?(?:test|test-(?:concurrency|name-pattern|skip-pattern|only|shard|reporter|reporter-destination|rerun-failures|update-snapshots|coverage-.+)|experimental-test-coverage|watch|watch-.+|inspect|inspect-.+|help|version)$/;

/** @param runnerArguments the arguments that the user adds to a `node --test` command */
export function nodeEnvironmentArguments(runnerArguments: readonly string[]): string[] {
  const { options, patterns } = parseNodeCommandLine(runnerArguments);
  const behavior = options.filter(({ name }) => !neutral.test(name));
  // An option that this parser does not know may have the next word as its value.
  const isUnclear = behavior.some(({ value }) => value === undefined);
  return [...writeNodeOptions(behavior).sort(), ...(isUnclear ? patterns : [])];
}
