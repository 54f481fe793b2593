import type { Suite } from '@nx-testmon/core';

/**
 * What an alias makes of a specifier, as Vite applies them: the first that matches wins, a string matches
 * the whole specifier or a prefix of it that ends at a slash.
 */
export function applyAliases(aliases: Suite['aliases'], specifier: string): string | undefined {
  for (const { find, pattern, replacement } of aliases) {
    if (pattern) {
      const expression = compile(find);
      if (expression?.test(specifier)) return specifier.replace(expression, replacement);
    } else if (specifier === find || specifier.startsWith(find.endsWith('/') ? find : `${find}/`)) {
      return replacement + specifier.slice(find.length);
    }
  }
  return undefined;
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
