/**
 * Options that only what is reported depends on, by their path in the configuration: of Vitest 3 to 5 and of Jest 29
 * and 30. What looks alike and is no such option: `passWithNoTests` decides whether a test file without tests passes,
 * `verbose` which console Jest gives to tests, `slowTestThreshold` is handed to the workers of Vitest 5, and
 * `coverage.clean` and `coverage.reportsDirectory` delete a folder before the tests run.
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
 * Options of which only the value is ignored, and only where all that it names are reporters that do nothing but report:
 * those of Vitest and of Jest. Others may do anything, and the option may replace one that names others. The reporter
 * of Vitest for HTML makes it look for more.
 */
export const reporterOptions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'test.reporters',
    new Set(['default', 'verbose', 'dot', 'json', 'tap', 'tap-flat', 'junit', 'github-actions']),
  ],
  ['reporters', new Set(['default', 'summary', 'github-actions'])],
]);

/** An option that holds nothing but ignored ones means the same as none. */
export const containerOption = 'test.coverage';

/** Names by which code reads an option that is ignored. */
export const namesOfIgnored: ReadonlySet<string> = new Set(
  [...ignoredOptions, ...reporterOptions.keys()].map((option) => option.slice(option.lastIndexOf('.') + 1)),
);
