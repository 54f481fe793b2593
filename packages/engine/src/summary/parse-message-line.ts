import { stripVTControlCharacters } from 'node:util';
import { MESSAGE_PREFIX } from '@nx-testmon/core';

/**
 * Reads a line of nx-testmon in the output of a task, also in colors.
 *
 * @returns `undefined` if it is another line
 */
export function parseMessageLine(line: string): string | undefined {
  if (!line.includes(MESSAGE_PREFIX)) return undefined;
  const plain = stripVTControlCharacters(line);
  return plain.startsWith(MESSAGE_PREFIX) ? plain.slice(MESSAGE_PREFIX.length) : undefined;
}
