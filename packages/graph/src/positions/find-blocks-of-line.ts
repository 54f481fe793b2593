import type { LocatedBlock } from './locate-blocks';

/** The blocks of the code on a line. */
export interface BlocksOfLine {
  /**
   * The blocks that contain the first code of the line: one, or several functions that start on it. Empty if there is
   * no code.
   */
  readonly blocks: readonly string[];
  /** Branches that start further right on the line. */
  readonly branches: readonly string[];
}

/** @param line from 1 */
export function findBlocksOfLine(located: readonly LocatedBlock[], text: string, line: number): BlocksOfLine {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const content = lines[line - 1];
  if (content === undefined) return { blocks: [], branches: [] };
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const at = start + firstCode(content);
  const innermost = (kinds: readonly LocatedBlock['kind'][]) =>
    located
      .filter((one) => kinds.includes(one.kind) && one.start <= at && at < one.end)
      .sort((one, other) => one.end - one.start - (other.end - other.start))[0];
  const part = innermost(['function', 'branch']);
  const starting = located.filter((one) => one.line === line && one.name !== part?.name);
  const functions = starting.filter(({ kind }) => kind === 'function').map(({ name }) => name);
  const whole = innermost(['module']);
  const blocks = part ? [part.name] : functions.length > 0 ? functions : whole ? [whole.name] : [];
  return { blocks, branches: starting.filter(({ kind }) => kind === 'branch').map(({ name }) => name) };
}

/**
 * Column of the first code after closing brackets and similar ends of code above. A line that contains only such ends
 * belongs to the first of them.
 */
function firstCode(content: string): number {
  const [ends = ''] = /^[\s)\]};,]*/.exec(content) ?? [];
  const isCode = /^(?!\/[/*])\S/.test(content.slice(ends.length));
  return isCode ? ends.length : Math.max(0, content.search(/\S/));
}
