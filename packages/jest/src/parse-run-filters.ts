import {
  type ArgumentSyntax,
  environmentArguments,
  isGiven,
  parseRunnerArguments,
  type RunFilters,
} from '@nx-testmon/runner';

/** Jest's options. Any other option is parsed as a switch. */
const syntax: ArgumentSyntax = {
  switches: (
    'all automock cache changedFilesWithAncestor ci clearCache clearMocks collectCoverage collectTests colors ' +
    'coverage debug detectLeaks detectOpenHandles e errorOnDeprecated expand f findRelatedTests forceExit h help i ' +
    'init injectGlobals json lastCommit listTests logHeapUsage noStackTrace notify o onlyChanged onlyFailures ' +
    'passWithNoTests randomize resetMocks resetModules restoreMocks runInBand runTestsByPath showConfig showSeed ' +
    'silent skipFilter testLocationInResults u updateSnapshot useStderr v verbose version ' +
    'waitForUnhandledRejections watch watchAll watchman workerThreads'
  ).split(' '),
  values: (
    'b bail c cacheDirectory changedSince collectCoverageFrom color config coverageDirectory coverageProvider ' +
    'coverageThreshold env filter globalSetup globalTeardown globals haste maxConcurrency maxWorkers w ' +
    'moduleNameMapper openHandlesTimeout outputFile prettierPath preset resolver rootDir runner seed ' +
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

/** Options that only change what is printed and reported, or how much is run. */
const neutral = new Set(
  (
    't testNamePattern f onlyFailures o onlyChanged changedFilesWithAncestor changedSince lastCommit findRelatedTests ' +
    'filter all u updateSnapshot w maxWorkers watch watchAll testPathPattern testPathPatterns runTestsByPath ' +
    'selectProjects ignoreProjects reporters json outputFile testLocationInResults coverage collectCoverage ' +
    'collectCoverageFrom coverageDirectory coverageReporters coverageProvider coveragePathIgnorePatterns ' +
    'coverageThreshold shard b bail silent verbose color colors expand e notify useStderr showSeed debug ' +
    'passWithNoTests logHeapUsage maxConcurrency'
  ).split(' '),
);

/** @param runnerArguments the arguments after `jest` */
export function jestEnvironmentArguments(runnerArguments: readonly string[]): string[] {
  return environmentArguments(runnerArguments, syntax, neutral);
}

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
