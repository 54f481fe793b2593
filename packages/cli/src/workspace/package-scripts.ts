import { isObject } from '@nx-testmon/core';

/** The scripts of a manifest, by name. */
export function scriptsOf(manifest: unknown): Readonly<Record<string, string>> {
  const scripts = isObject(manifest) ? manifest['scripts'] : undefined;
  return Object.fromEntries(
    Object.entries(isObject(scripts) ? scripts : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

export function runsTestmon(script: string): boolean {
  return /\btestmon\b/.test(script);
}
