import type { ConfigurationSyntax } from '@nx-testmon/core';

/**
 * Configurations of Vitest 3 to 5 and of Vite. The ignored options only affect reports. These similar options are
 * missing because they affect tests: `passWithNoTests` decides whether a test file without tests passes,
 * `slowTestThreshold` is passed to the workers of Vitest 5, and `coverage.clean` and `coverage.reportsDirectory` delete
 * a folder before the tests run. The HTML reporter is not among the built-in ones, because it makes Vitest look for
 * more files.
 */
export const configurationSyntax: ConfigurationSyntax = {
  names: ['vite', 'vitest'],
  definers: ['defineConfig', 'defineProject', 'defineWorkspace', 'mergeConfig'],
  definerModules: ['vite', 'vitest/config'],
  projectOptions: ['test.projects'],
  ignoredOptions: [
    'test.outputFile',
    'test.hideSkippedTests',
    'test.coverage.reporter',
    'test.coverage.reportOnFailure',
    'test.coverage.skipFull',
    'test.coverage.thresholds',
    'test.coverage.watermarks',
  ],
  reporterOptions: [
    {
      option: 'test.reporters',
      builtIn: ['default', 'verbose', 'dot', 'json', 'tap', 'tap-flat', 'junit', 'github-actions'],
    },
  ],
  containerOptions: ['test.coverage'],
};
