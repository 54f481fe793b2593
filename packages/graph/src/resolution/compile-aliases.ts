import type { Suite } from '@nx-testmon/core';

/** Applies the aliases to a specifier. The list is empty if none matches. */
export type Aliases = (specifier: string) => readonly string[];

interface Alias {
  readonly find: string;
  readonly isPattern: boolean;
  replace(specifier: string): string | undefined;
}

/**
 * Applies aliases as Vite does: the first match counts, and a string matches the whole specifier or a prefix that
 * ends at a slash. Entries with the same pattern are alternatives, as in Jest; all of them count.
 */
export function compileAliases(aliases: Suite['aliases']): Aliases {
  const compiled = aliases.map(compile);
  return (specifier) => {
    for (const alias of compiled) {
      const first = alias.replace(specifier);
      if (first === undefined) continue;
      if (!alias.isPattern) return [first];
      return compiled
        .filter(({ find, isPattern }) => isPattern && find === alias.find)
        .flatMap((other) => other.replace(specifier) ?? []);
    }
    return [];
  };
}

function compile({ find, pattern, replacement }: Suite['aliases'][number]): Alias {
  if (pattern) {
    const expression = parseExpression(find);
    return {
      find,
      isPattern: true,
      replace: (specifier) =>
        expression?.test(specifier) ? specifier.replace(expression, replacement) : undefined,
    };
  }
  const prefix = find.endsWith('/') ? find : `${find}/`;
  return {
    find,
    isPattern: false,
    replace: (specifier) =>
      specifier === find || specifier.startsWith(prefix)
        ? replacement + specifier.slice(find.length)
        : undefined,
  };
}

function parseExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
