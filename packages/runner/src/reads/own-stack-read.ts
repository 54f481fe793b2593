const key = Symbol.for('nx-testmon.own-stack-read');

/**
 * Reads a stack for nx-testmon itself, so that its other scripts in this process don't treat it as a read of
 * the user's code.
 */
export function readOwnStack<Result>(read: () => Result): Result {
  const holder = process as unknown as Record<symbol, unknown>;
  Object.defineProperty(holder, key, { value: true, configurable: true });
  try {
    return read();
  } finally {
    delete holder[key];
  }
}

/** Whether nx-testmon itself is reading a stack. */
export function isOwnStackRead(): boolean {
  return key in process;
}
