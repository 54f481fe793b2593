/** Which projects have tests that nx-testmon does not run. It loads no compiler, no database and no test runner. */
export { describeUncovered } from './describe-uncovered';
export { type ProjectEntry, readUncovered, type UncoveredProject } from './read-uncovered';
