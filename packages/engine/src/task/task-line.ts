import { stripVTControlCharacters } from 'node:util';

const prefix = 'testmon: ';

/** A line that a task prints of itself, among those of the test runner. {@link parseTaskLine} reads it. */
export function formatTaskLine(text: string): string {
  return `${prefix}${text}`;
}

/** Reads what {@link formatTaskLine} has written, also in colors. @returns `undefined` if it is another line */
export function parseTaskLine(line: string): string | undefined {
  if (!line.includes(prefix)) return undefined;
  const plain = stripVTControlCharacters(line);
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : undefined;
}
