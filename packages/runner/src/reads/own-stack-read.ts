const key = Symbol.for('nx-testmon.own-stack-read');

/** Lets nx-testmon read a stack: other scripts of it in this process don't take it for a read of the user's code. */
export function readOwnStack<Result>(read: () => Result): Result {
  const holder = process as unknown as Record<symbol, unknown>;
  Object.defineProperty(holder, key, { value: true, configurable: true });
  try {
    return read();
  } finally {
    delete holder[key];
  }
}

/** Whether nx-testmon itself reads a stack now. */
export function isOwnStackRead(): boolean {
  return key in process;
}
