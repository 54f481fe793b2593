import { type CommandTraits, parseTestCommand, type TestCommand } from './test-command';

/**
 * Flags that decide which tests there are or how they run. Others (reporters, watching, coverage) are about
 * the command and stay behind. `environment` is missing because it has our own meaning.
 */
export const vitestCommands: CommandTraits = {
  word: /^(.*\/)?vitest(\.mjs)?$/,
  others: /^(bench|init|list)$/,
  switches: ['passWithNoTests', 'globals', 'dom', 'isolate', 'fileParallelism', 'allowOnly', 'typecheck'],
  values: [
    'mode',
    'dir',
    'project',
    'exclude',
    'pool',
    'retry',
    'testTimeout',
    'hookTimeout',
    'teardownTimeout',
    'maxConcurrency',
    'maxWorkers',
  ],
};

/** Finds Vitest in a shell command; `undefined` when the command does not run it. */
export function parseVitestCommand(command: string): TestCommand | undefined {
  return parseTestCommand(vitestCommands, command);
}
