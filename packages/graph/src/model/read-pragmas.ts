import type { ModuleImport } from '@nx-testmon/core';

/**
 * Comments that alter how a file runs. Vitest and Jest look for theirs in the whole text, so nothing is
 * parsed here either.
 */
export function readPragmas(text: string): string[] {
  const found = text.match(/@(?:(?:vitest|jest)-[\w-]+|jsx\w*)[^\r\n]*/g) ?? [];
  return [
    ...new Set(
      found.map((pragma) =>
        pragma
          .replace(/\s*\*+\/.*$/, '')
          .trim()
          .replace(/\s+/g, ' '),
      ),
    ),
  ].sort();
}

/** Names that JSX calls without naming them, where it is compiled in the classic way. */
export function jsxFactories(pragmas: readonly string[]): string[] {
  const named = pragmas.flatMap((pragma) => /^@jsx(?:Frag)? ([A-Za-z_$][\w$]*)/.exec(pragma)?.[1] ?? []);
  return [...new Set(['React', 'h', 'Fragment', ...named])];
}

/** What a `@jsxImportSource` in a comment loads. */
export function jsxImports(text: string): ModuleImport[] {
  const sources = [...text.matchAll(/(?:\/\*|\/\/|^\s*\*)[^\n]*?@jsxImportSource\s+([^\s*'"`]+)/gm)].map(
    (match) => match[1]!,
  );
  return [...new Set(sources)].map((source) => ({ specifier: `${source}/jsx-runtime`, kind: 'value' }));
}
