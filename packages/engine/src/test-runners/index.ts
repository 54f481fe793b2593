/** What the faces need of the test runners: no compiler, no database, and no runner is loaded by it. */
export {
  chooseByConfig,
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
export { taskOptions } from './task-options';
export { testRunnerChoices, testRunners } from './test-runners';
