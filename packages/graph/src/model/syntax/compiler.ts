import type { ts as TypeScript } from 'ts-morph';
import { Memo } from '../../memo';
import { takeUsed, type Ts } from './used-compiler';

export type { Ts } from './used-compiler';

const used = new Memo<Ts, typeof TypeScript>(takeUsed);

/** The compiler's syntax tree of one file, with the errors of its parser. */
export interface ParsedSource {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  readonly problem: string | undefined;
}

/**
 * Parses one file. Nothing is kept, so that memory use stays constant. Loading the compiler takes about 300 ms and
 * 110 MB, so it is loaded for the first file that must be parsed.
 *
 * @param path only its extension counts: it determines the syntax
 */
export function parseSource(text: string, path: string): ParsedSource {
  const ts = used.get((require('ts-morph') as typeof import('ts-morph')).ts);
  const extension = /(?:\.d)?\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '.ts';
  const name = `/module${extension}`;
  const sourceFile = ts.createSourceFile(name, withoutByteOrderMark(text), ts.ScriptTarget.Latest, true);
  const { parseDiagnostics = [] } = sourceFile as { parseDiagnostics?: readonly TypeScript.Diagnostic[] };
  const [first] = parseDiagnostics;
  return { ts, sourceFile, problem: first && ts.flattenDiagnosticMessageText(first.messageText, '\n') };
}

/** A hashbang is only valid at the very start. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
