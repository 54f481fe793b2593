import type { ConfigurationSyntax } from '@nx-testmon/core';

/**
 * The syntax of the test runner after which a module is named; `undefined` if it is named after none, or after several:
 * which test runner reads it is unknown then.
 */
export function configurationOf(
  path: string,
  configurations: readonly ConfigurationSyntax[],
): ConfigurationSyntax | undefined {
  const [found, ...others] = configurations.filter(({ names }) => isNamedAfter(path, names));
  return others.length === 0 ? found : undefined;
}

/** `vitest.unit.ts` and `unit.vitest.config.ts`, but not `vitest/unit.ts`. */
function isNamedAfter(path: string, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const name = `(?:${names.join('|')})`;
  const atStart = `(?:^|/)${name}[.-][^/]*`;
  const inside = `(?:^|[/._-])${name}(?:[._-][^/]*)?\\.(?:config|preset)`;
  return new RegExp(`(?:${atStart}|${inside})\\.[cm]?[jt]s$`).test(path);
}
