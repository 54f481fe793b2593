import { parseSuiteId, type TaskRecord } from '@nx-testmon/core';

/**
 * Why a record may not speak for its project: it holds facts of another one's suites, or another one's run. A
 * record comes from the cache of one task. Whoever can write that must not decide about all other projects.
 *
 * @returns `undefined` for a record of its own project alone
 */
export function findForeignPart({ project, facts, run }: TaskRecord): string | undefined {
  if (run !== undefined && run.project !== project) return 'it holds a run of another project';
  const isForeign = facts.some(({ testFile }) => parseSuiteId(testFile.suite)?.project !== project);
  return isForeign ? 'it holds facts of another project' : undefined;
}
