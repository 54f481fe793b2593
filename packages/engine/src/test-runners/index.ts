/**
 * The part of the test runners that `nx` and `cli` use. Loads no compiler, no database and no test runner.
 */
export {
  asOptions,
  chooseByConfig,
  commandsOfTarget,
  compareConfigFiles,
  findConfigFileName,
  findTestConfigs,
  type FoundTestConfig,
  isConfigFile,
  type ReadText,
  repeatsOthers,
  type TestCommand,
  type TestFolder,
  testFlags,
  type TestRunner,
  type TestRunners,
} from '@nx-testmon/runner';
export { chooseRunner, type RunnerChoice } from './choose-runner';
export { taskOptions } from './options-with-runners';
export { runnerSyntax } from './runner-syntax';
export { testRunnerChoices, testRunners } from './test-runners';
