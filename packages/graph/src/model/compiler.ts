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
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it always
  const morph = require('ts-morph') as typeof import('ts-morph');
  const project = new morph.Project({
    useInMemoryFileSystem: true,
    compilerOptions: { allowJs: true, jsx: morph.ts.JsxEmit.Preserve },
  });
  return (loaded = { ts: morph.ts, project });
}

/** Parses one file and hands its tree to `read`; the tree is forgotten afterwards, so that memory stays flat. */
export function withParsedSource<Result>(text: string, path: string, read: (parsed: ParsedSource) => Result): Result {
  const { ts, project } = load();
  const file = project.createSourceFile(`/${path.replaceAll('..', '__')}`, text, { overwrite: true });
  try {
    const sourceFile = file.compilerNode;
    const [first] = (sourceFile as unknown as { parseDiagnostics?: TypeScript.Diagnostic[] }).parseDiagnostics ?? [];
    const problem = first && ts.flattenDiagnosticMessageText(first.messageText, '\n');
    return read({ ts, sourceFile, problem });
  } finally {
    file.forget();
  }
}
