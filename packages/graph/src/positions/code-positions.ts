/** A position in a source: lines start with 1, columns with 0. */
export interface CodePosition {
  readonly line: number;
  readonly column: number;
}

/** The range of a piece of code; the end is the position after it. */
export interface CodeRange {
  readonly start: CodePosition;
  readonly end: CodePosition;
}

/** A piece of code, with the innermost block that it is in. */
export interface LocatedCode {
  readonly range: CodeRange;
  /** Name of the block; `<effects>` for statements of the module. */
  readonly block: string;
}

/** A function with a block of its own. */
export interface LocatedFunction extends LocatedCode {
  /** Its name in the module, such as `Account.deposit`. */
  readonly name: string;
  /** The range of the declaration; `range` is the range of the body. */
  readonly declaration: CodeRange;
}

/** Code with several alternative paths. */
export interface LocatedBranches {
  readonly kind: 'if' | 'cond-expr' | 'switch';
  readonly range: CodeRange;
  /** The paths whose probes show whether they were taken. */
  readonly paths: readonly LocatedCode[];
}

/** The positions of the functions, branches and statements of a module. Code that no probe covers is excluded. */
export interface CodePositions {
  readonly functions: readonly LocatedFunction[];
  readonly branches: readonly LocatedBranches[];
  readonly statements: readonly LocatedCode[];
  /** True if the module has a function of any kind. Otherwise it gets no probes. */
  readonly hasFunctions: boolean;
}
