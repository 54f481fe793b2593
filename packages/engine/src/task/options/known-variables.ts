import { type EnvironmentVariables, namesOfOption, taskOptionTable, variableOf } from '@nx-testmon/core';

/** The environment variables that the README lists. */
export const documentedVariables: readonly string[] = [
  ...taskOptionTable.map(({ name }) => variableOf(name)),
  'NX_TESTMON_DATAFILE',
  'NX_TESTMON_EXEC_ID',
];

/**
 * All variables that a user may set, including those of opposites and other names such as
 * `NX_TESTMON_COLLECT`.
 */
export const userVariables: readonly string[] = [
  ...new Set([...documentedVariables, ...taskOptionTable.flatMap(namesOfOption).map(variableOf)]),
];

/**
 * Variables that the processes of nx-testmon use to communicate. A test that starts nx-testmon passes them
 * on.
 */
const internalVariables: readonly string[] = [
  'NX_TESTMON_ARGV_OPTIONS',
  'NX_TESTMON_NODE_LOADS',
  'NX_TESTMON_NODE_PRELOAD',
  'NX_TESTMON_PARALLEL',
  'NX_TESTMON_READS',
  'NX_TESTMON_RUNNER_API',
  'NX_TESTMON_SUBPROCESS',
  'NX_TESTMON_TEXT_FOLDER',
];

/** Finds variables with the prefix of nx-testmon that nx-testmon does not read. */
export function findForeignVariables(env: EnvironmentVariables): string[] {
  const known = new Set([...userVariables, ...internalVariables]);
  return Object.keys(env)
    .filter((name) => /^NX_TESTMON/.test(name) && env[name] !== undefined && !known.has(name))
    .sort();
}
