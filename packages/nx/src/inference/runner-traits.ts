import { jestCommands } from './jest-command';
import { nodeCommands } from './node-command';
import type { CommandTraits } from './test-command';
import { vitestCommands } from './vitest-command';

/** How a project that uses a test runner is recognised, and what its targets are called. */
export interface RunnerTraits {
  readonly name: 'vitest' | 'jest' | 'node';
  /** As its makers write it. */
  readonly title: string;
  readonly commands: CommandTraits;
  readonly executors: readonly string[];
  /** Plugins of Nx's own that infer a test target, and their option with its name. */
  readonly plugins: readonly string[];
  readonly pluginOption: string;
  /** Names that test targets have, the likeliest first. */
  readonly targetNames: readonly string[];
  /** Options of the executors that name the configuration. */
  readonly configOptions: readonly string[];
}

const usualNames = ['unit-test', 'test-unit', 'test:unit', 'unit'];

export const runnerTraits: Readonly<Record<RunnerTraits['name'], RunnerTraits>> = {
  vitest: {
    name: 'vitest',
    title: 'Vitest',
    commands: vitestCommands,
    executors: ['@nx/vite:test', '@nx/vitest:test', '@nrwl/vite:test'],
    plugins: ['@nx/vite/plugin', '@nx/vitest', '@nx/vitest/plugin'],
    pluginOption: 'testTargetName',
    targetNames: ['test', 'vite:test', 'vitest:test', ...usualNames],
    configOptions: ['configFile', 'config'],
  },
  jest: {
    name: 'jest',
    title: 'Jest',
    commands: jestCommands,
    executors: ['@nx/jest:jest', '@nrwl/jest:jest'],
    plugins: ['@nx/jest/plugin', '@nx/jest'],
    pluginOption: 'targetName',
    targetNames: ['test', 'jest', 'jest:test', ...usualNames],
    configOptions: ['jestConfig', 'config'],
  },
  node: {
    name: 'node',
    title: 'node:test',
    commands: nodeCommands,
    executors: [],
    plugins: [],
    pluginOption: 'targetName',
    targetNames: ['test', ...usualNames],
    configOptions: [],
  },
};
