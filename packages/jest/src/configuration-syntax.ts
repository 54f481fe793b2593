import type { ConfigurationSyntax } from '@nx-testmon/core';

/**
 * Configurations of Jest 29 and 30. The ignored options only affect reports. These similar options are missing because
 * they affect tests: `passWithNoTests` decides whether a test file without tests passes, and `verbose` which console
 * Jest provides to tests.
 */
export const configurationSyntax: ConfigurationSyntax = {
  names: ['jest'],
  definers: [],
  definerModules: [],
  projectOptions: [],
  ignoredOptions: [
    'coverageDirectory',
    'coverageReporters',
    'coverageThreshold',
    'openHandlesTimeout',
    'slowTestThreshold',
  ],
  reporterOptions: [{ option: 'reporters', builtIn: ['default', 'summary', 'github-actions'] }],
  containerOptions: [],
};
