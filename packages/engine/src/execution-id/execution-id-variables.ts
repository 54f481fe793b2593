/** The first is set by the Nx hook and `testmon exec`; the second also passes Turborepo's strict mode. */
export const EXEC_ID_VARIABLES = ['NX_TESTMON_EXEC_ID', 'TURBO_TESTMON_EXEC_ID'] as const;

/** An id becomes part of file names. */
export function asFileName(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
