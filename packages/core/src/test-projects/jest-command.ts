import { type CommandTraits, parseTestCommand, type TestCommand } from './test-command';

/** Flags that decide which tests there are or how they run; those about the command stay behind. */
export const jestCommands: CommandTraits = {
  word: /^(.*\/)?jest(\.js)?$/,
  others: /^(--init|--clearCache|--listTests|--showConfig)$/,
  switches: [
    'passWithNoTests',
    'runInBand',
    'ci',
    'forceExit',
    'injectGlobals',
    'resetMocks',
    'resetModules',
    'restoreMocks',
    'clearMocks',
    'automock',
  ],
  values: [
    'env',
    'maxConcurrency',
    'maxWorkers',
    'preset',
    'rootDir',
    'selectProjects',
    'ignoreProjects',
    'testEnvironment',
    'testTimeout',
  ],
};

/** Finds Jest in a shell command; `undefined` when the command does not run it. */
export function parseJestCommand(command: string): TestCommand | undefined {
  return parseTestCommand(jestCommands, command);
}
