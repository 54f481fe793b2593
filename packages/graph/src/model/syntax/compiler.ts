import type { Project, ts as TypeScript } from 'ts-morph';

export type Ts = typeof TypeScript;

/** The compiler's syntax tree of one file, with what its parser complained about. */
export interface ParsedSource {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  readonly problem: string | undefined;
}

let loaded: { readonly ts: Ts; readonly project: Project } | undefined;

/** Loading the compiler costs about 300 ms and 110 MB: only when something must be parsed. */
function load() {
  if (loaded) return loaded;
  const morph = require('ts-morph') as typeof import('ts-morph');
  const project = new morph.Project({
    useInMemoryFileSystem: true,
    compilerOptions: { allowJs: true, jsx: morph.ts.JsxEmit.Preserve },
  });
  return (loaded = { ts: morph.ts, project });
}

/**
 * Parses one file and hands its tree to `read`; the tree is forgotten afterwards, so that memory stays flat.
 *
 * @param path only its extension counts: it decides the syntax
 */
export function withParsedSource<Result>(
  text: string,
  path: string,
  read: (parsed: ParsedSource) => Result,
): Result {
  const { ts, project } = load();
  const name = /(?:\.d)?\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '.ts';
  const file = project.createSourceFile(`/module${name}`, withoutByteOrderMark(text), { overwrite: true });
  try {
    const sourceFile = file.compilerNode;
    const { parseDiagnostics = [] } = sourceFile as { parseDiagnostics?: readonly TypeScript.Diagnostic[] };
    const [first] = parseDiagnostics;
    return read({
      ts,
      sourceFile,
      problem: first && ts.flattenDiagnosticMessageText(first.messageText, '\n'),
    });
  } finally {
    file.forget();
  }
}

/** A hashbang is one only at the very start. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
