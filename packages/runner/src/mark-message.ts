import type { RunnerMessage } from './messages';

/** Configuration and tests run in the child process too, and can send other messages. */
export const mark = 'nx-testmon';

type WithoutMark<T> = T extends unknown ? Omit<T, 'from'> : never;
export type UnmarkedMessage = WithoutMark<RunnerMessage>;

/** Not in the module with the schema: the child process only sends messages and need not load the schema library. */
export function markMessage(message: UnmarkedMessage): object {
  return { from: mark, ...message };
}
