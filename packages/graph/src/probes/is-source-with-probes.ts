import { probeName } from '@nx-testmon/core';
import { moduleProbe, probeEnd, textProbe } from './probe-code';

/** Comments, directives and white space: everything that may precede the first statement. */
const beforeStatements = new RegExp(
  String.raw`^\uFEFF?(?:#![^\n]*)?(?:[\s;]|//[^\n]*|/\*[^]*?\*/|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')*$`,
);

/**
 * Whether code is a source with only probes added: without them it is the source, byte for byte. Each probe must have
 * one of the forms that `insertProbes` writes, each number that counts must occur once, and the function that the
 * probes call must have exactly the text that `insertProbes` writes. Code from other sources is checked with it
 * before it is executed.
 *
 * It does not prove that each probe is at a body or a branch of the source; that requires a compiler.
 *
 * @param count the number of probes besides the probe of the module
 */
export function isSourceWithProbes(code: string, source: string, id: string, count: number): boolean {
  const end = probeEnd(id, count);
  const probe = probeName(id);
  if (source.includes(probe) || !code.endsWith(end)) return false;
  const reader = new ProbeReader(code.slice(0, -end.length), source, probe, count);
  return reader.readAll();
}

class ProbeReader {
  /** Positions in the code and in the source. */
  #at = 0;
  #inSource = 0;
  #hasModuleProbe = false;
  readonly #seen = new Set<number>();
  /** Matches a probe with the code before and after it, at one position. */
  readonly #call: RegExp;
  /** The pending ends of probes that enclose a part of the source. */
  readonly #closers: number[] = [];

  constructor(
    private readonly code: string,
    private readonly source: string,
    probe: string,
    private readonly count: number,
  ) {
    this.#call = new RegExp(`([;({]?)${probe.replaceAll('$', '\\$')}\\((-?\\d+)\\)([;,])`, 'y');
  }

  readAll(): boolean {
    while (this.#at < this.code.length) {
      if (!this.#readProbe() && !this.#readCharacter()) return false;
    }
    return (
      this.#inSource === this.source.length &&
      this.#closers.length === 0 &&
      this.#hasModuleProbe &&
      this.#seen.size === this.count
    );
  }

  /** Reads a character of the source, or the end of a probe that encloses code. */
  #readCharacter(): boolean {
    const character = this.code.charCodeAt(this.#at);
    if (character === this.source.charCodeAt(this.#inSource)) this.#inSource++;
    else if (character === this.#closers.at(-1)) this.#closers.pop();
    else return false;
    this.#at++;
    return true;
  }

  #readProbe(): boolean {
    if (!mayStartProbe(this.code.charCodeAt(this.#at))) return false;
    this.#call.lastIndex = this.#at;
    const [text, before, digits, after] = this.#call.exec(this.code) ?? [];
    if (text === undefined) return false;
    const number = Number(digits);
    const isOfModule = number === moduleProbe;
    const isInserted = isOfModule
      ? before === '' && after === ';' && this.#isFirst()
      : this.#isInBranch(before!, after!);
    if (!isInserted) return false;
    if (isOfModule) this.#hasModuleProbe = true;
    else if (number !== textProbe) {
      if (number < 0 || number >= this.count || this.#seen.has(number)) return false;
      this.#seen.add(number);
    }
    if (before === '(') this.#closers.push(CLOSING_PARENTHESIS);
    if (before === '{') this.#closers.push(CLOSING_BRACE);
    this.#at += text.length;
    return true;
  }

  #isFirst(): boolean {
    return (
      !this.#hasModuleProbe &&
      this.#seen.size === 0 &&
      beforeStatements.test(this.source.slice(0, this.#inSource))
    );
  }

  /** In front of an operand, around a statement, at the start of a block, or between statements. */
  #isInBranch(before: string, after: string): boolean {
    if (!this.#hasModuleProbe) return false;
    switch (before) {
      case '(':
        return after === ',';
      case '{':
        // If the source has a brace here, it opens the block that contains the probe.
        return after === ';' && this.source[this.#inSource] !== '{';
      case ';':
        return after === ';';
      default:
        return after === ';' && this.source[this.#inSource - 1] === '{';
    }
  }
}

const CLOSING_PARENTHESIS = 0x29;
const CLOSING_BRACE = 0x7d;
const starts = new Set([...';({_'].map((one) => one.charCodeAt(0)));

function mayStartProbe(character: number): boolean {
  return starts.has(character);
}
