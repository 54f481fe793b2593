/**
 * Creates the id of one execution. `unique` makes it unique, the time sorts it, and it is a valid file name.
 *
 * @param now in ms since 1970
 */
export function createExecutionId(now: number, unique: string): string {
  return `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${unique}`;
}
