import {
  findConfig,
  hasUnambiguousConfig,
  runnerOfConfig,
  type TestRunner,
  type TestRunners,
} from '@nx-testmon/runner';
import { testRunners } from './test-runners';

/** The options of a task that determine its test runner. */
export interface RunnerChoice {
  /** Name of a test runner, or `auto`. */
  readonly testRunner: string;
  /** Path of a configuration, as the user wrote it. */
  readonly config?: string | undefined;
}

/**
 * Chooses the test runner of a project: the named one, otherwise the one that the named configuration belongs
 * to, otherwise the first one with a configuration in the project. A configuration that is only for tests
 * comes before one that may be for the build.
 *
 * @param projectRoot absolute path
 */
export function chooseRunner(
  projectRoot: string,
  { testRunner, config }: RunnerChoice,
  runners: TestRunners = testRunners,
): TestRunner {
  const named = runners.find(({ name }) => name === testRunner);
  if (named) return named;
  if (config !== undefined) return runnerOfConfig(runners, config);
  return (
    runners.find((runner) => hasUnambiguousConfig(runner, projectRoot)) ??
    runners.find((runner) => findConfig(runner, { projectRoot }) !== undefined) ??
    runners[0]
  );
}
