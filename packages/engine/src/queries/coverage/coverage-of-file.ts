import type { CodePositions, CodeRange } from '@nx-testmon/graph';

/** Coverage of one file as `istanbul-lib-coverage` takes it. A count is the number of test files that executed the code. */
export interface CoverageOfFile {
  /** Absolute path. */
  readonly path: string;
  readonly statementMap: Readonly<Record<string, CodeRange>>;
  readonly fnMap: Readonly<
    Record<
      string,
      { readonly name: string; readonly decl: CodeRange; readonly loc: CodeRange; readonly line: number }
    >
  >;
  readonly branchMap: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly loc: CodeRange;
        readonly locations: CodeRange[];
        readonly line: number;
      }
    >
  >;
  readonly s: Readonly<Record<string, number>>;
  readonly f: Readonly<Record<string, number>>;
  readonly b: Readonly<Record<string, number[]>>;
}

/** @param path absolute */
export function toCoverageOfFile(
  path: string,
  { functions, branches, statements }: CodePositions,
  count: (block: string) => number,
): CoverageOfFile {
  return {
    path,
    statementMap: byIndex(statements, ({ range }) => range),
    fnMap: byIndex(functions, ({ name, declaration, range }) => ({
      name,
      decl: declaration,
      loc: range,
      line: range.start.line,
    })),
    branchMap: byIndex(branches, ({ kind, range, paths }) => ({
      type: kind,
      loc: range,
      locations: paths.map((one) => one.range),
      line: range.start.line,
    })),
    s: byIndex(statements, ({ block }) => count(block)),
    f: byIndex(functions, ({ block }) => count(block)),
    b: byIndex(branches, ({ paths }) => paths.map(({ block }) => count(block))),
  };
}

function byIndex<Item, Value>(items: readonly Item[], valueOf: (item: Item) => Value): Record<string, Value> {
  return Object.fromEntries(items.map((item, index) => [String(index), valueOf(item)]));
}
