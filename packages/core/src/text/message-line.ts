/** What each line begins with that nx-testmon itself prints, among those of Nx and of test runners. */
export const MESSAGE_PREFIX = 'testmon: ';

/** A line of nx-testmon itself. */
export function formatMessageLine(text: string): string {
  return `${MESSAGE_PREFIX}${text}`;
}
