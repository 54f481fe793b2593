/**
 * Options that only affect reports, by their path in the configuration: of Vitest 3 to 5 and of Jest 29 and 30. These
 * similar options are missing here because they affect tests: `passWithNoTests` decides whether a test file without
 * tests passes, `verbose` which console Jest provides to tests, `slowTestThreshold` is passed to the workers of
 * Vitest 5, and `coverage.clean` and `coverage.reportsDirectory` delete a folder before the tests run.
 */
export const ignoredOptions: ReadonlySet<string> = new Set([
  'test.outputFile',
  'test.hideSkippedTests',
  'test.coverage.reporter',
  'test.coverage.reportOnFailure',
  'test.coverage.skipFull',
  'test.coverage.thresholds',
  'test.coverage.watermarks',
  'coverageDirectory',
  'coverageReporters',
  'coverageThreshold',
  'openHandlesTimeout',
  'slowTestThreshold',
]);

/**
 * Options whose value is ignored only if all named reporters are built-in ones of Vitest or Jest that only report.
 * Other reporters may do anything, and the option may replace a value that names them. Vitest's HTML reporter is not
 * among them, because it makes Vitest look for more files.
 */
export const reporterOptions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'test.reporters',
    new Set(['default', 'verbose', 'dot', 'json', 'tap', 'tap-flat', 'junit', 'github-actions']),
  ],
  ['reporters', new Set(['default', 'summary', 'github-actions'])],
]);

/** If all options in it are ignored, it has the same meaning as if it were missing. */
export const containerOption = 'test.coverage';

/** Names by which code reads an ignored option. */
export const namesOfIgnored: ReadonlySet<string> = new Set(
  [...ignoredOptions, ...reporterOptions.keys()].map((option) => option.slice(option.lastIndexOf('.') + 1)),
);
