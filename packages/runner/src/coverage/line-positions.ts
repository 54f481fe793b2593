/** A position as Babel counts it: lines from 1, columns from 0. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text, with the line terminators of ECMAScript. */
export class LinePositions {
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = [
      0,
      ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(({ index, 0: end }) => index + end.length),
    ];
  }

  offsetOf({ line, column }: LinePosition): number {
    return (this.#starts[line - 1] ?? 0) + column;
  }

  positionAt(offset: number): LinePosition {
    let line = 0;
    for (let high = this.#starts.length; high - line > 1;) {
      const middle = (line + high) >> 1;
      if (this.#starts[middle]! <= offset) line = middle;
      else high = middle;
    }
    return { line: line + 1, column: offset - this.#starts[line]! };
  }
}
