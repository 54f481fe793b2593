/**
 * Id of one execution: unique by its second part, in order of time by its first, and a valid file name.
 *
 * @param now in ms since 1970
 */
export function createExecutionId(now: number, unique: string): string {
  return `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${unique}`;
}
