import { isBranchIn } from '@nx-testmon/core';
import type { LocatedBlock } from '@nx-testmon/graph';
import type { ChangedLines, LineRange } from '../../git/changed-lines';

/** A function or a branch that no test file has executed. */
export interface UnexecutedCode {
  readonly kind: 'function' | 'branch';
  /** Name of its block, such as `size()` or `size()/then`. */
  readonly code: string;
  readonly lines: LineRange;
}

/** Changed code that no test file executed when it last ran. */
export interface UntestedCode extends Pick<UnexecutedCode, 'kind' | 'code'> {
  /** Relative to the workspace root. */
  readonly file: string;
  /** 1-based line of its start. */
  readonly line: number;
}

/**
 * Finds the functions and branches of a module that no test file has executed. Only the outermost are
 * returned, because code in a function can't be executed without it.
 *
 * @param text of the module
 * @param isExecuted whether a test file has executed a block, in its current form or before it changed
 */
export function findUnexecuted(
  located: readonly LocatedBlock[],
  text: string,
  isExecuted: (block: string) => boolean,
): UnexecutedCode[] {
  const unexecuted = located.flatMap(({ name, kind, line, start, end }): UnexecutedCode[] => {
    if (kind === 'module' || isExecuted(name)) return [];
    const breaks = text.slice(start, end).split('\n').length - 1;
    return [{ kind, code: name, lines: { first: line, last: line + breaks } }];
  });
  const names = unexecuted.map(({ code }) => code);
  return unexecuted.filter(({ code }) => !names.some((name) => isBranchIn(code, name)));
}

/**
 * @param unexecuted by the path of the file
 * @returns sorted by file and line
 */
export function findUntested(
  unexecuted: ReadonlyMap<string, readonly UnexecutedCode[]>,
  changed: ChangedLines,
): UntestedCode[] {
  return [...unexecuted]
    .flatMap(([file, some]) => {
      const ranges = changed.get(file) ?? [];
      return some
        .filter(({ lines }) => ranges.some((range) => range.first <= lines.last && lines.first <= range.last))
        .map(({ kind, code, lines }): UntestedCode => ({ file, kind, code, line: lines.first }));
    })
    .sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line));
}
