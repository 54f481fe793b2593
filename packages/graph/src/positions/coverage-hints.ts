import type { ts as TypeScript } from 'ts-morph';

type Node = TypeScript.Node;

const hint = /\b(?:istanbul|v8|c8|node:coverage)\s+ignore\s+(next|if|else|file|start|stop)(?=[^\w-]|$)/g;

/** The code that a coverage tool ignores because of a comment before it. */
export type CoverageHint = 'next' | 'if' | 'else';

/** Reads the comments with which Istanbul and V8 coverage ignore code. */
export class CoverageHints {
  /** True if the whole file is ignored. */
  readonly ignoresFile: boolean;
  /** Start and end of the code between `start` and `stop`. */
  private readonly ignored: (readonly [number, number])[] = [];
  private readonly hasHints: boolean;

  constructor(private readonly sourceFile: TypeScript.SourceFile) {
    const found = [...sourceFile.text.matchAll(hint)];
    this.hasHints = found.length > 0;
    this.ignoresFile = found.some(([, word]) => word === 'file');
    let start: number | undefined;
    for (const { 1: word, index } of found) {
      if (word === 'start') start ??= index;
      else if (word === 'stop' && start !== undefined) {
        this.ignored.push([start, index]);
        start = undefined;
      }
    }
    if (start !== undefined) this.ignored.push([start, sourceFile.end]);
  }

  /** The last one in front of a node. */
  of(node: Node): CoverageHint | undefined {
    if (!this.hasHints) return undefined;
    const start = node.getStart(this.sourceFile);
    if (this.ignored.some(([from, to]) => from <= start && start < to)) return 'next';
    const words = [...this.sourceFile.text.slice(node.pos, start).matchAll(hint)].map(([, word]) => word);
    return words.findLast(
      (word): word is CoverageHint => word === 'next' || word === 'if' || word === 'else',
    );
  }
}
