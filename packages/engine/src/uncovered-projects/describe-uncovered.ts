import { count, printable, type UncoveredProblem } from '@nx-testmon/core';
import type { UncoveredProject } from './read-uncovered';

const namesShown = 5;

/**
 * All uncovered projects in one line: how many, which and what tests they have.
 *
 * @returns `undefined` if there are none
 */
export function describeUncovered(projects: readonly UncoveredProject[]): string | undefined {
  if (projects.length === 0) return undefined;
  const verb = projects.length === 1 ? 'has' : 'have';
  const names = projects
    .slice(0, namesShown)
    .map(({ name, problem }) => printable(`${name} (${describeTests(problem)})`));
  const more = projects.length - names.length;
  const list = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${count(projects.length, 'project')} ${verb} tests that nx-testmon does not run: ${list}`;
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
