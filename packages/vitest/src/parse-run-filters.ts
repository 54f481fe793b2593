import {
  type ArgumentSyntax,
  environmentArguments,
  isGiven,
  parseRunnerArguments,
  type RunFilters,
} from '@nx-testmon/runner';

/**
 * Options without a value. Vitest's parser takes the next argument as the value of any other option, and so does
 * this one for unknown options. At worst, a file filter is not recognized.
 */
const switches = (
  'watch w run ui open update u passWithNoTests color clearScreen globals dom hideSkippedTests logHeapUsage ' +
  'allowOnly dangerouslyIgnoreUnhandledErrors includeTaskLocation isolate fileParallelism coverage standalone ' +
  'silent expandSnapshotDiff disableConsoleIntercept printConsoleTrace strictTags lastFailed clearCache browser ' +
  'typecheck help h version v detectAsyncLeaks css benchmark'
).split(' ');
const syntax: ArgumentSyntax = { switches, values: [], lists: [], others: 'value' };

/** Options that only change what is printed and reported, or how much is run. */
const neutral = new Set(
  (
    't testNamePattern u update w watch run ui open reporter reporters outputFile coverage shard bail silent color ' +
    'clearScreen passWithNoTests hideSkippedTests logHeapUsage project maxWorkers minWorkers maxConcurrency ' +
    'slowTestThreshold tagsFilter tag changed related lastFailed verbose expandSnapshotDiff printConsoleTrace'
  ).split(' '),
);

/** @param runnerArguments the arguments after `vitest run` */
export function vitestEnvironmentArguments(runnerArguments: readonly string[]): string[] {
  return environmentArguments(runnerArguments, syntax, neutral);
}

/**
 * Parses a Vitest command line without loading Vitest.
 *
 * @param runnerArguments the arguments after `vitest run`
 */
export function parseRunFilters(runnerArguments: readonly string[]): RunFilters {
  const parsed = parseRunnerArguments(runnerArguments, syntax);
  const { options, files } = parsed;
  const given = (...names: readonly string[]) => isGiven(parsed, ...names);
  return {
    nameFilter: given('t', 'testNamePattern'),
    partialTestFiles: given('tagsFilter', 'tag') || files.some((file) => /:\d+(-\d+)?$/.test(file)),
    fileFilters: files,
    projects: given('project'),
    shard: given('shard'),
    changed: given('changed', 'related', 'lastFailed'),
    update: given('u', 'update'),
    watch: given('w', 'watch', 'ui'),
    inspect: [...options.keys()].some((name) => name.startsWith('inspect')),
    coverage: given('coverage', 'coverage.enabled'),
    bail: given('bail') && options.get('bail')?.at(-1) !== '0',
    listOnly: given('listTags', 'clearCache', 'mergeReports', 'standalone', 'help', 'h', 'version', 'v'),
  };
}
