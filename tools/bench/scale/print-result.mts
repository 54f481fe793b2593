/** What every process of the benchmark adds to its result. */
export interface MemoryUse {
  /** The most memory that the process took. */
  readonly megabytes: number;
}

/** Ends a process of the benchmark with one line of JSON for the process that started it. */
export function printResult<Result extends object>(result: Result): void {
  const measured: Result & MemoryUse = { ...result, megabytes: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
