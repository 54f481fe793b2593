/**
 * Does work on the syntax of a file. Syntax that is nested too deep for the stack is not parsable; any other error is a
 * bug and is thrown on.
 */
export function whileParsable<Result>(work: () => Result, otherwise: (error: RangeError) => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return otherwise(error);
    throw error;
  }
}
