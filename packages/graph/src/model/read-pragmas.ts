import type { ModuleImport, RunnerSyntax } from '@nx-testmon/core';

/** Comments that instruct a compiler, a bundler or a coverage tool how to treat the code after them. */
const magicComments =
  /\b(?:istanbul|v8|c8|node:coverage) (?:ignore|enable|disable)\b[^\r\n*]*|@vite-ignore\b|\b(?:webpack|turbopack)[A-Z]\w*:[^\r\n*,]*|[@#]__[A-Z_]+__/g;
/** The docblock at the start of a file, which is passed to test environments and transformers. */
const docblock = /^\s*(?:#![^\r\n]*\s*)?\/\*\*([^]*?)\*\//;

/**
 * Comments that affect how a file is compiled or run, sorted. Tools search the whole text for their comments, so
 * nothing is parsed here either. A magic comment that occurs twice is listed twice, because each applies to different
 * code.
 */
export function readPragmas(text: string, syntax: RunnerSyntax): string[] {
  const inDocblock = docblock.exec(text)?.[1]?.match(/(?<=^[\s*]*)@[\w-]+[^\r\n]*/gm) ?? [];
  const found = [...(text.match(pragmasOf(syntax)) ?? []), ...inDocblock].map(withoutCommentEnd);
  return [...new Set(found), ...(text.match(magicComments) ?? []).map((one) => one.trim())].sort();
}

/** Matches pragmas of test runners and of JSX, wherever they are in the text. */
function pragmasOf({ pragmas }: RunnerSyntax): RegExp {
  const names = [...pragmas.map((name) => `${name}-[\\w-]+`), 'jsx\\w*'];
  return new RegExp(`@(?:${names.join('|')})[^\\r\\n]*`, 'g');
}

function withoutCommentEnd(pragma: string): string {
  return pragma
    .replace(/\s*\*+\/.*$/, '')
    .trim()
    .replace(/\s+/g, ' ');
}

/** Names that JSX calls without naming them if it is compiled in the classic way. */
export function jsxFactories(pragmas: readonly string[]): string[] {
  const named = pragmas.flatMap((pragma) => /^@jsx(?:Frag)? ([A-Za-z_$][\w$]*)/.exec(pragma)?.[1] ?? []);
  return [...new Set(['React', 'h', 'Fragment', ...named])];
}

/** The modules that a `@jsxImportSource` comment loads. */
export function jsxImports(text: string): ModuleImport[] {
  const sources = [...text.matchAll(/(?:\/\*|\/\/|^\s*\*)[^\n]*?@jsxImportSource\s+([^\s*'"`]+)/gm)].map(
    (match) => match[1]!,
  );
  return [...new Set(sources)].map((source) => ({ specifier: `${source}/jsx-runtime`, kind: 'value' }));
}
