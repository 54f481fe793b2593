import { jestCommands, parseJestCommand } from './jest-command';
import { parseNodeTestCommand } from './node-test-script';
import type { TestCommand, TestFlags } from './test-command';
import { parseVitestCommand, vitestCommands } from './vitest-command';

/** How a project that uses a test runner is recognised by its own files and scripts. */
export interface TestRunnerTraits {
  readonly name: 'vitest' | 'jest' | 'node';
  /** As its makers write it. */
  readonly title: string;
  readonly flags: TestFlags;
  /** What a shell command says of the tests; `undefined` where it does not run them by this runner. */
  readonly parseCommand: (command: string) => TestCommand | undefined;
  /** Names that scripts and targets with tests have, the likeliest first. */
  readonly targetNames: readonly string[];
}

const usualNames = ['unit-test', 'test-unit', 'test:unit', 'unit'];

export const testRunners: Readonly<Record<TestRunnerTraits['name'], TestRunnerTraits>> = {
  vitest: {
    name: 'vitest',
    title: 'Vitest',
    flags: vitestCommands,
    parseCommand: parseVitestCommand,
    targetNames: ['test', 'vite:test', 'vitest:test', ...usualNames],
  },
  jest: {
    name: 'jest',
    title: 'Jest',
    flags: jestCommands,
    parseCommand: parseJestCommand,
    targetNames: ['test', 'jest', 'jest:test', ...usualNames],
  },
  node: {
    name: 'node',
    title: 'node:test',
    flags: { switches: [], values: [] },
    parseCommand: parseNodeTestCommand,
    targetNames: ['test', ...usualNames],
  },
};
