/** The part of a result that every process of the benchmark measures. */
export interface MemoryUse {
  /** Peak memory of the process. */
  readonly megabytes: number;
}

/** Prints the result of a process as one line of JSON, for the process that started it. */
export function printResult<Result extends object>(result: Result): void {
  const measured: Result & MemoryUse = { ...result, megabytes: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
