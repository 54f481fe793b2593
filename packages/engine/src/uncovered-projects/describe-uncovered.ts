import { count, listNames, printable, type UncoveredProblem } from '@nx-testmon/core';
import type { UncoveredProject } from './read-uncovered';

const namesShown = 5;

/**
 * Describes all uncovered projects in one line: their number, names and tests.
 *
 * @returns `undefined` if there are none
 */
export function describeUncovered(projects: readonly UncoveredProject[]): string | undefined {
  if (projects.length === 0) return undefined;
  const verb = projects.length === 1 ? 'has' : 'have';
  const names = projects.map(({ name, problem }) => printable(`${name} (${describeTests(problem)})`));
  return `${count(projects.length, 'project')} ${verb} tests that nx-testmon does not run: ${listNames(names, namesShown)}`;
}

function describeTests(problem: UncoveredProblem): string {
  switch (problem.kind) {
    case 'unsupported-test-runner':
      return problem.runner;
    case 'no-test-configuration':
      return `${problem.runner} without a configuration`;
    case 'configuration-without-target':
    case 'test-script-with-steps':
    case 'unknown-test-command':
      return problem.sign;
  }
}
