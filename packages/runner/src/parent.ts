import { markMessage, type UnmarkedMessage } from './mark-message';

/** The next request of the parent process. Later messages are nobody's: the channel keeps no process alive. */
export function receiveRequest<Request>(): Promise<Request> {
  return new Promise((resolve) => process.once('message', (request) => resolve(request as Request)));
}

/** Resolves once the message is written, so that a `process.exit` right after does not lose it. */
export function tellParent(message: UnmarkedMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(markMessage(message), undefined, undefined, () => resolve());
  });
}

/** A runner whose parent is gone has nobody to run for. Returns what takes this back. */
export function exitWithParent(): () => void {
  const exit = (): void => process.exit(1);
  process.once('disconnect', exit);
  return () => process.off('disconnect', exit);
}

export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String((error as { message?: unknown } | null)?.message ?? error);
  return error.stack?.includes(error.message) ? error.stack : `${error.name}: ${error.message}`;
}
