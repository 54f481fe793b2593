/** Names by which the parts that run in different processes find each other. */
export const processKey = Symbol.for('nx-testmon.reads');
/** Absolute path of the workspace, links resolved. */
export const rootVariable = 'NX_TESTMON_READS_ROOT';
/** `runner` or `worker`. */
export const roleVariable = 'NX_TESTMON_READS_ROLE';

/** Variables that tell the preload script what to do. */
export function readsEnvironment(
  workspaceRoot: string,
  role: 'runner' | 'worker',
): Readonly<Record<string, string>> {
  return { [rootVariable]: workspaceRoot, [roleVariable]: role };
}
