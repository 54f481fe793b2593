import { mark } from './message-mark';
import type { RunnerMessage } from './messages';

type WithoutMark<T> = T extends unknown ? Omit<T, 'from'> : never;
export type UnmarkedMessage = WithoutMark<RunnerMessage>;

/**
 * Separate from the module with the schema, because the child process only sends messages and does not need
 * the schema library.
 */
export function markMessage(message: UnmarkedMessage): object {
  return { from: mark, ...message };
}
