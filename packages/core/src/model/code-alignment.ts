/** A token of a module with probes. */
export interface AlignedToken {
  readonly start: number;
  readonly end: number;
  /** The start of the same token in the module without probes; `undefined` for a token of a probe. */
  readonly plainStart: number | undefined;
  /** Whether it opens a block or parentheses. */
  readonly opens: boolean;
  /**
   * For a parenthesis around an operand after a probe: the index of the operand. Syntax trees contain no such
   * parentheses.
   */
  readonly operand: number | undefined;
}

/**
 * Maps positions in a module with probes to positions in the module without probes, after the same transforms. The
 * tokens of both are the same, except for the tokens of probes.
 */
export class CodeAlignment {
  readonly #tokens: readonly AlignedToken[];
  readonly #plainLength: number;
  /**
   * Whether an operand of a conditional expression after a probe contains an `await` or `yield`. V8 counts the code
   * after an `await` or `yield` up to the end of the enclosing code, which includes the parentheses of the probe.
   */
  readonly hasSuspendingOperand: boolean;

  /** @param tokens in source order */
  constructor(tokens: readonly AlignedToken[], plainLength: number, hasSuspendingOperand = false) {
    this.#tokens = tokens;
    this.#plainLength = plainLength;
    this.hasSuspendingOperand = hasSuspendingOperand;
  }

  /** Maps the start of a node. If the node starts with a probe, the result is the start of the next token. */
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

  /** Maps the end of a node. If the node ends with a probe, the result is the end of the previous token. */
  endOf(offset: number): number {
    const token = this.#tokens[this.#lastStartingBefore(offset)];
    if (token === undefined || token.end < offset || !isAligned(token))
      return this.#previousEnd(offset, isAligned);
    if (token.operand === undefined) return token.plainStart! + offset - token.start;
    return this.#previousEnd(offset, (one) => isAligned(one) && !isAround(one, token.operand));
  }

  /** Maps the start of a coverage range of V8, which is at a token, or after the previous statement. */
  startOfRange(offset: number): number {
    const token = this.#tokens[this.#firstEndingAfter(offset)];
    if (token === undefined || token.start > offset) return this.#previousEnd(offset, isAligned);
    if (isAligned(token)) return token.plainStart! + offset - token.start;
    return token.opens ? this.#nextStart(offset, isAligned) : this.#previousEnd(offset, isAligned);
  }

  /** Maps the end of a coverage range of V8, which is at the end of a token, or before a token. */
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

/** The first index from which on a condition holds for all indexes; the length if there is none. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
