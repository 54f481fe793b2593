import { printable } from '@nx-testmon/core';

/**
 * Formats a name as code, so that nothing in it is Markdown or HTML. The fence has more backticks than any
 * sequence in the name.
 */
export function codeSpan(name: string): string {
  const longest = Math.max(0, ...[...name.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$/.test(name) ? ' ' : '';
  // A `|` ends a table cell even in code.
  return `${fence}${padding}${printable(name).replaceAll('|', '\\|')}${padding}${fence}`;
}
