import { testRunners, type TestRunnerTraits } from '@nx-testmon/core';

/** How a project that uses a test runner is recognised in a workspace of Nx, and what its targets are called. */
export interface RunnerTraits extends TestRunnerTraits {
  readonly executors: readonly string[];
  /** Plugins of Nx's own that infer a test target, and their option with its name. */
  readonly plugins: readonly string[];
  readonly pluginOption: string;
  /** Options of the executors that name the configuration. */
  readonly configOptions: readonly string[];
}

export const runnerTraits: Readonly<Record<TestRunnerTraits['name'], RunnerTraits>> = {
  vitest: {
    ...testRunners.vitest,
    executors: ['@nx/vite:test', '@nx/vitest:test', '@nrwl/vite:test'],
    plugins: ['@nx/vite/plugin', '@nx/vitest', '@nx/vitest/plugin'],
    pluginOption: 'testTargetName',
    configOptions: ['configFile', 'config'],
  },
  jest: {
    ...testRunners.jest,
    executors: ['@nx/jest:jest', '@nrwl/jest:jest'],
    plugins: ['@nx/jest/plugin', '@nx/jest'],
    pluginOption: 'targetName',
    configOptions: ['jestConfig', 'config'],
  },
  node: {
    ...testRunners.node,
    executors: [],
    plugins: [],
    pluginOption: 'targetName',
    configOptions: [],
  },
};
