import {
  findConfig,
  hasUnambiguousConfig,
  runnerOfConfig,
  type TestRunner,
  type TestRunners,
} from '@nx-testmon/runner';
import { testRunners } from './test-runners';

/** The options of a task by which its runner is chosen. */
export interface RunnerChoice {
  /** A runner's name, or `auto`. */
  readonly testRunner: string;
  /** Path of a configuration, as the user wrote it. */
  readonly config?: string | undefined;
}

/**
 * The runner of a project: the one that is named, else the one whose configuration is. Else the first that has a
 * configuration in the project, where one for tests alone goes before one that may be about the build.
 *
 * @param projectRoot absolute
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
