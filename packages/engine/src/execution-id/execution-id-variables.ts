/** The Nx hook and `testmon exec` set the first. The second also passes Turborepo's strict mode. */
export const EXEC_ID_VARIABLES = ['NX_TESTMON_EXEC_ID', 'TURBO_TESTMON_EXEC_ID'] as const;

/** Replaces what file names can't contain: an id becomes part of file names. */
export function asFileName(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
