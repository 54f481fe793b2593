import { mark } from './message-mark';
import type { RunnerMessage } from './messages';

type WithoutMark<T> = T extends unknown ? Omit<T, 'from'> : never;
export type UnmarkedMessage = WithoutMark<RunnerMessage>;

/** Not in the module with the schema: the child process only sends messages and need not load the schema library. */
export function markMessage(message: UnmarkedMessage): object {
  return { from: mark, ...message };
}
