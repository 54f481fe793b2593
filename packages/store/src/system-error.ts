/** The message of an error that the system returned; anything else is a bug and is thrown on. */
export function systemMessage(error: unknown): string {
  rethrowUnlessSystemError(error);
  return (error as NodeJS.ErrnoException).message;
}

/** For steps that may fail without a message, such as removing a temporary file. */
export function rethrowUnlessSystemError(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
}
