import { type AlignedToken, CodeAlignment, probePattern } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { parseSource } from '../model/syntax/compiler';
import { whileParsable } from '../model/syntax/while-parsable';

interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Finds the tokens of a module without probes in the module with probes. Printers format code with probes
 * differently, so positions can't be computed. But each probe is a call of its own function, and it is surrounded
 * only by a block, parentheses or a semicolon.
 *
 * @param code a module with probes, after all transforms
 * @param plain the same module without probes, after the same transforms
 * @param path only its extension counts: it determines the syntax
 * @returns `undefined` if the two differ in more than probes
 */
export function alignCode(code: string, plain: string, path = 'module.js'): CodeAlignment | undefined {
  return whileParsable(
    () => {
      const [tokens, others] = [tokensOf(code, path), tokensOf(plain, path)];
      const aligner = tokens && others && new TokenAligner(tokens, others);
      const aligned = aligner?.align();
      return aligned && new CodeAlignment(aligned, plain.length, aligner!.hasSuspendingOperand);
    },
    () => undefined,
  );
}

function tokensOf(code: string, path: string): Token[] | undefined {
  const { ts, sourceFile, problem } = parseSource(code, path);
  if (problem !== undefined) return undefined;
  // The byte order mark.
  const shift = code.length - sourceFile.text.length;
  const tokens: Token[] = [];
  const visit = (node: TypeScript.Node): void => {
    const children = node.getChildren(sourceFile);
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
    const start = node.getStart(sourceFile);
    if (children.length > 0 || start >= node.end) return;
    tokens.push({
      start: start + shift,
      end: node.end + shift,
      text: sourceFile.text.slice(start, node.end),
    });
  };
  visit(sourceFile);
  return tokens;
}

const openers: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

class TokenAligner {
  readonly #tokens: readonly Token[];
  readonly #plain: readonly Token[];
  /** The index of the closing token, by the index of the opening one. */
  readonly #closers: ReadonlyMap<number, number>;
  readonly #plainClosers: ReadonlyMap<number, number>;
  /** Closing tokens whose opening tokens are only in one of the two. */
  readonly #left = new Set<number>();
  readonly #plainLeft = new Set<number>();
  /** Parentheses around an operand after a probe, with the index of the parenthesis that the probe adds before it. */
  readonly #enclosing = new Map<number, number>();
  readonly #aligned: AlignedToken[] = [];
  hasSuspendingOperand = false;
  #at = 0;
  #plainAt = 0;

  constructor(tokens: readonly Token[], plain: readonly Token[]) {
    this.#tokens = tokens;
    this.#plain = plain;
    this.#closers = findClosers(tokens);
    this.#plainClosers = findClosers(plain);
  }

  align(): AlignedToken[] | undefined {
    while (this.#at < this.#tokens.length) {
      if (this.#plainLeft.has(this.#plainAt)) this.#plainAt++;
      else if (!this.#skipProbe() && !this.#take() && !this.#skip()) return undefined;
    }
    while (this.#plainLeft.has(this.#plainAt) || this.#plain[this.#plainAt]?.text === ';') this.#plainAt++;
    return this.#plainAt === this.#plain.length ? this.#aligned : undefined;
  }

  /** Skips the call of a probe with the separator after it, or the function that probes call. */
  #skipProbe(): boolean {
    if (this.#left.has(this.#at)) return this.#push(1);
    if (this.#textAt() === 'function' && isProbe(this.#textAt(1)))
      return this.#push(this.#closerFrom(this.#at, '{') + 1 - this.#at);
    if (this.#textAt() === '(' && this.#separatorOf(this.#at + 1) === ',') {
      // After the body of an arrow function, there is nothing more to count.
      if (this.#textAt(-1) !== '=>' && this.#suspends()) this.hasSuspendingOperand = true;
      if (this.#isNeeded()) return this.#take();
      this.#findEnclosing();
      return this.#leaveOut();
    }
    const separator = this.#separatorOf(this.#at);
    if (separator === undefined) return false;
    const length = this.#closers.get(this.#at + 1)! + 1 - this.#at;
    return this.#push(/^[;,]$/.test(separator) ? length + 1 : length);
  }

  #take(): boolean {
    const token = this.#tokens[this.#at]!;
    const plain = this.#plain[this.#plainAt];
    if (plain === undefined || (token.text !== plain.text && !areNumbers(token, plain))) return false;
    this.#push(1, plain.start);
    this.#plainAt++;
    return true;
  }

  /** Skips tokens that only one of the two has: a block, parentheses or a semicolon. */
  #skip(): boolean {
    const text = this.#textAt() ?? '';
    const [plain = '', next = ''] = this.#plain
      .slice(this.#plainAt, this.#plainAt + 2)
      .map((one) => one.text);
    if (mayBeLeftOut(text) && !(mayBeLeftOut(plain) && next === text)) return this.#leaveOut();
    if (!mayBeLeftOut(plain)) return false;
    const closer = this.#plainClosers.get(this.#plainAt);
    if (closer !== undefined) this.#plainLeft.add(closer);
    this.#plainAt++;
    return true;
  }

  /**
   * Whether the module without probes also has the parentheses around a probe and an operand, because the operand is
   * an object.
   */
  #isNeeded(): boolean {
    const operand = this.#closers.get(this.#at + 2)! + 2;
    const [plain, next] = this.#plain.slice(this.#plainAt, this.#plainAt + 2);
    return plain?.text === '(' && next?.text === this.#tokens[operand]?.text;
  }

  /** Whether the parentheses here contain an `await` or `yield`. */
  #suspends(): boolean {
    const content = this.#tokens.slice(this.#at, this.#closers.get(this.#at));
    return content.some(({ text }) => text === 'await' || text === 'yield');
  }

  /** Finds the parentheses around the whole operand after a probe. */
  #findEnclosing(): void {
    let first = this.#closers.get(this.#at + 2)! + 2;
    let last = this.#closers.get(this.#at)! - 1;
    for (; this.#tokens[first]?.text === '(' && this.#closers.get(first) === last; first++, last--)
      this.#enclosing.set(first, this.#at).set(last, this.#at);
  }

  #leaveOut(): true {
    const closer = this.#closers.get(this.#at);
    if (closer !== undefined) this.#left.add(closer);
    return this.#push(1);
  }

  /** The token after the call of a probe; `undefined` if there is no such call. */
  #separatorOf(index: number): string | undefined {
    if (!isProbe(this.#tokens[index]?.text) || this.#tokens[index + 1]?.text !== '(') return undefined;
    return this.#tokens[this.#closers.get(index + 1)! + 1]?.text ?? '';
  }

  #push(count: number, plainStart?: number): true {
    for (const end = this.#at + count; this.#at < end; this.#at++) {
      const { text, ...place } = this.#tokens[this.#at]!;
      const operand = this.#enclosing.get(this.#at);
      this.#aligned.push({ ...place, plainStart, opens: text in openers, operand });
    }
    return true;
  }

  #textAt(offset = 0): string | undefined {
    return this.#tokens[this.#at + offset]?.text;
  }

  #closerFrom(index: number, opener: string): number {
    const opens = this.#tokens.findIndex(({ text }, at) => at > index && text === opener);
    return this.#closers.get(opens)!;
  }
}

function mayBeLeftOut(text: string): boolean {
  return text === ';' || text in openers;
}

function isProbe(text = ''): boolean {
  return probePattern.exec(text)?.[0] === text;
}

/** Compilers write positions into the code, for example the positions of JSX elements. */
function areNumbers(...tokens: readonly Token[]): boolean {
  return tokens.every(({ text }) => /^\d+$/.test(text));
}

function findClosers(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { text }] of tokens.entries()) {
    if (text in openers) open.push(index);
    else if (open.length > 0 && text === openers[tokens[open.at(-1)!]!.text]) closers.set(open.pop()!, index);
  }
  return closers;
}
