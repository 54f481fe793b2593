/** A token of a module with probes. */
export interface AlignedToken {
  readonly start: number;
  readonly end: number;
  /** The start of the same token in the module without probes; `undefined` for a token of a probe. */
  readonly plainStart: number | undefined;
  /** Whether it opens a block or parentheses. */
  readonly opens: boolean;
  /**
   * Which operand behind a probe it is one of the parentheses of: they are no part of it in a syntax tree.
   */
  readonly operand: number | undefined;
}

/**
 * The positions of parts of a module with probes in the output of the same transforms for the module without probes.
 * The tokens of both are the same, except for those of probes.
 */
export class CodeAlignment {
  readonly #tokens: readonly AlignedToken[];
  readonly #plainLength: number;
  /**
   * Whether an operand of a conditional expression behind a probe has an `await` or `yield`. V8 counts the code behind
   * one up to the end of what is around it, and the parentheses of the probe are around it.
   */
  readonly hasSuspendingOperand: boolean;

  /** @param tokens in their order */
  constructor(tokens: readonly AlignedToken[], plainLength: number, hasSuspendingOperand = false) {
    this.#tokens = tokens;
    this.#plainLength = plainLength;
    this.hasSuspendingOperand = hasSuspendingOperand;
  }

  /** The start of a node that starts here; the start of the next token, if it starts with a probe. */
  startOf(offset: number): number {
    const token = this.#tokens[this.#firstEndingAfter(offset)];
    if (token === undefined || token.start > offset || (token.opens && !isAligned(token)))
      return this.#nextStart(offset, isAligned);
    if (isAligned(token)) return token.plainStart! + offset - token.start;
    let operand: number | undefined;
    return this.#nextStart(offset, (one) => {
      if (!isAligned(one)) return false;
      operand ??= one.operand;
      return !isAround(one, operand);
    });
  }

  /** The end of a node that ends here; the end of the previous token, if it ends with a probe. */
  endOf(offset: number): number {
    const token = this.#tokens[this.#lastStartingBefore(offset)];
    if (token === undefined || token.end < offset || !isAligned(token))
      return this.#previousEnd(offset, isAligned);
    if (token.operand === undefined) return token.plainStart! + offset - token.start;
    return this.#previousEnd(offset, (one) => isAligned(one) && !isAround(one, token.operand));
  }

  /** The start of a range of the engine: at a token, or after the statement before it. */
  startOfRange(offset: number): number {
    const token = this.#tokens[this.#firstEndingAfter(offset)];
    if (token === undefined || token.start > offset) return this.#previousEnd(offset, isAligned);
    if (isAligned(token)) return token.plainStart! + offset - token.start;
    return token.opens ? this.#nextStart(offset, isAligned) : this.#previousEnd(offset, isAligned);
  }

  /** The end of a range of the engine: at the end of a token, or before one. */
  endOfRange(offset: number): number {
    const before = this.#tokens[this.#lastStartingBefore(offset)];
    if (before !== undefined && before.end >= offset)
      return isAligned(before)
        ? before.plainStart! + offset - before.start
        : this.#previousEnd(offset, isAligned);
    const token = this.#tokens[this.#firstEndingAfter(offset)];
    return token?.start === offset && isAligned(token)
      ? token.plainStart!
      : this.#previousEnd(offset, isAligned);
  }

  #nextStart(offset: number, isKept: (token: AlignedToken) => boolean): number {
    for (let at = this.#firstEndingAfter(offset); at < this.#tokens.length; at++)
      if (isKept(this.#tokens[at]!)) return this.#tokens[at]!.plainStart!;
    return this.#plainLength;
  }

  #previousEnd(offset: number, isKept: (token: AlignedToken) => boolean): number {
    for (let at = this.#lastStartingBefore(offset); at >= 0; at--) {
      const token = this.#tokens[at]!;
      if (isKept(token)) return token.plainStart! + token.end - token.start;
    }
    return 0;
  }

  #firstEndingAfter(offset: number): number {
    return firstWhere(this.#tokens.length, (at) => this.#tokens[at]!.end > offset);
  }

  #lastStartingBefore(offset: number): number {
    return firstWhere(this.#tokens.length, (at) => this.#tokens[at]!.start >= offset) - 1;
  }
}

function isAligned({ plainStart }: AlignedToken): boolean {
  return plainStart !== undefined;
}

function isAround({ operand }: AlignedToken, other: number | undefined): boolean {
  return operand !== undefined && operand === other;
}

/** The first index for which a condition holds that holds for all that follow; the length, if there is none. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
