/** Ends a tool that can't do its work, with the reason. */
export function stop(tool: string, problem: string): never {
  console.error(`${tool}: ${problem}`);
  process.exit(2);
}

/** The description of an unexpected error. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
