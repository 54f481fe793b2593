import type { Suite } from '@nx-testmon/core';

/**
 * What an alias makes of a specifier, as Vite applies them: the first that matches wins, a string matches
 * the whole specifier or a prefix of it that ends at a slash. Entries of one and the same pattern are
 * alternatives, as Jest has them; all count.
 *
 * @returns an empty list where none matches
 */
export function applyAliases(aliases: Suite['aliases'], specifier: string): readonly string[] {
  const first = aliases.find((alias) => replace(alias, specifier) !== undefined);
  if (!first) return [];
  if (!first.pattern) return [replace(first, specifier) ?? specifier];
  return aliases
    .filter(({ find, pattern }) => pattern && find === first.find)
    .flatMap((alias) => replace(alias, specifier) ?? []);
}

function replace({ find, pattern, replacement }: Suite['aliases'][number], specifier: string) {
  if (pattern) {
    const expression = compile(find);
    return expression?.test(specifier) ? specifier.replace(expression, replacement) : undefined;
  }
  const isPrefix = specifier.startsWith(find.endsWith('/') ? find : `${find}/`);
  return specifier === find || isPrefix ? replacement + specifier.slice(find.length) : undefined;
}

const compiled = new Map<string, RegExp | undefined>();

function compile(source: string): RegExp | undefined {
  if (!compiled.has(source)) {
    try {
      compiled.set(source, new RegExp(source));
    } catch {
      compiled.set(source, undefined);
    }
  }
  return compiled.get(source);
}
