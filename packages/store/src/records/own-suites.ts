import { parseSuiteId, type TaskRecord } from '@nx-testmon/core';

/**
 * Why a record is refused for its project: it holds facts of another project's suites, or another project's run. A
 * record comes from the cache of one task. Write access to it must not decide about all other projects.
 *
 * @returns `undefined` for a record of its own project alone
 */
export function findForeignPart({ project, facts, run }: TaskRecord): string | undefined {
  if (run !== undefined && run.project !== project) return 'it holds a run of another project';
  const isForeign = facts.some(({ testFile }) => parseSuiteId(testFile.suite)?.project !== project);
  return isForeign ? 'it holds facts of another project' : undefined;
}
