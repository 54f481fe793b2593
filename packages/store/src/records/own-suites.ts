import { parseSuiteId, type TaskRecord } from '@nx-testmon/core';

/**
 * Why a record is refused for its project: it contains facts of another project's suites, or another project's run. A
 * record comes from the cache of one task. Write access to that cache must not affect all other projects.
 *
 * @returns `undefined` if a record contains only data of its own project
 */
export function findForeignPart({ project, facts, run }: TaskRecord): string | undefined {
  if (run !== undefined && run.project !== project) return 'it holds a run of another project';
  const isForeign = facts.some(({ testFile }) => parseSuiteId(testFile.suite)?.project !== project);
  return isForeign ? 'it holds facts of another project' : undefined;
}
