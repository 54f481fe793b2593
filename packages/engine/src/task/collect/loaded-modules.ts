import type { RunResult } from '@nx-testmon/core';

/** Paths of all modules that a run loaded, including the test files. */
export function loadedModulesOf({ results, found = [] }: RunResult): ReadonlySet<string> {
  return new Set([
    ...results.flatMap(({ testFile, reads }) => [testFile.path, ...(reads?.loaded ?? [])]),
    ...found.map(({ path }) => path),
  ]);
}
