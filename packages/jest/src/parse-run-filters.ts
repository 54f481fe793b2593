import { type ArgumentSyntax, isGiven, parseRunnerArguments, type RunFilters } from '@nx-testmon/runner';

/** Jest's options with a value or a list of values. Any other option is parsed as a switch. */
const syntax: ArgumentSyntax = {
  switches: [],
  values: (
    'b bail c cacheDirectory changedSince collectCoverageFrom color config coverageDirectory coverageProvider ' +
    'coverageThreshold env filter globalSetup globalTeardown globals haste maxConcurrency maxWorkers w ' +
    'moduleNameMapper openHandlesTimeout outputFile prettierPath preset randomize resolver rootDir runner seed ' +
    'shard snapshotFormat t testEnvironment testEnvironmentOptions testFailureExitCode testNamePattern ' +
    'testResultsProcessor testRunner testSequencer testTimeout transform workerIdleMemoryLimit'
  ).split(' '),
  lists: (
    'coveragePathIgnorePatterns coverageReporters ignoreProjects moduleDirectories moduleFileExtensions ' +
    'modulePathIgnorePatterns modulePaths projects reporters roots selectProjects setupFiles setupFilesAfterEnv ' +
    'snapshotSerializers testMatch testPathIgnorePatterns testPathPattern testPathPatterns testRegex ' +
    'transformIgnorePatterns unmockedModulePathPatterns watchPathIgnorePatterns'
  ).split(' '),
  others: 'switch',
};

/**
 * Parses a Jest command line without loading Jest.
 *
 * @param runnerArguments the arguments after `jest`
 */
export function parseRunFilters(runnerArguments: readonly string[]): RunFilters {
  const parsed = parseRunnerArguments(runnerArguments, syntax);
  const { options, files } = parsed;
  const given = (...names: readonly string[]) => isGiven(parsed, ...names);
  const patterns = ['testPathPattern', 'testPathPatterns'].flatMap((name) => options.get(name) ?? []);
  return {
    nameFilter: given('t', 'testNamePattern'),
    partialTestFiles: false,
    fileFilters: [...files, ...patterns.map(String)],
    projects: given('projects', 'selectProjects', 'ignoreProjects'),
    shard: given('shard'),
    changed: given(
      'o',
      'onlyChanged',
      'changedSince',
      'changedFilesWithAncestor',
      'lastCommit',
      'findRelatedTests',
      'f',
      'onlyFailures',
      'filter',
    ),
    update: given('u', 'updateSnapshot'),
    watch: given('watch', 'watchAll'),
    inspect: false,
    coverage: given('coverage', 'collectCoverage'),
    bail: given('b', 'bail') && options.get('bail')?.at(-1) !== '0',
    listOnly: given('listTests', 'showConfig', 'clearCache', 'init', 'help', 'h', 'version', 'v'),
  };
}
