/** Renders a time in ms since 1970, such as `2026-11-30 05:12 UTC`. */
export function describeMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
