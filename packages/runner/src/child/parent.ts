import { markMessage, type UnmarkedMessage } from './mark-message';

/**
 * Receives the request of the parent process. Only one message is received, so the channel does not keep the
 * process alive.
 */
export function receiveRequest<Request>(): Promise<Request> {
  return new Promise((resolve) => process.once('message', (request) => resolve(request as Request)));
}

/** Resolves when the message is written, so that a following `process.exit` does not lose it. */
export function sendToParent(message: UnmarkedMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(markMessage(message), () => resolve());
  });
}

/**
 * Exits when the parent process has exited.
 *
 * @returns a function that undoes this
 */
export function exitWithParent(): () => void {
  const exit = (): void => process.exit(1);
  process.once('disconnect', exit);
  return () => process.off('disconnect', exit);
}

export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String((error as { message?: unknown } | null)?.message ?? error);
  return error.stack?.includes(error.message) ? error.stack : `${error.name}: ${error.message}`;
}
