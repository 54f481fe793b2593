import type { RunnerMessage } from './messages';

/** Configuration and tests run in the child as well, and may send messages of their own: ours are marked. */
export const mark = 'nx-testmon';

type WithoutMark<T> = T extends unknown ? Omit<T, 'from'> : never;
export type UnmarkedMessage = WithoutMark<RunnerMessage>;

/** Apart from the schema of messages: the child only sends, and loads nothing to check what it reads. */
export function markMessage(message: UnmarkedMessage): object {
  return { from: mark, ...message };
}
