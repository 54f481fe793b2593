/**
 * Finds the projects whose tests nx-testmon does not run. Loads no compiler, no database and no test runner.
 */
export { describeUncovered } from './describe-uncovered';
export { type ProjectEntry, readUncovered, type UncoveredProject } from './read-uncovered';
