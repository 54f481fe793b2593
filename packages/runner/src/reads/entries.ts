import type { ReadTrace } from '@nx-testmon/core';

/** What has been heard for somebody, by path relative to the workspace. */
export interface Entries {
  readonly files: Map<string, string>;
  readonly modules: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly lookups: Map<string, string>;
  readonly packages: Set<string>;
  /** Paths that were not there before the test file wrote them. */
  readonly created: Set<string>;
  /** Paths whose content is the test file's own. */
  readonly overwritten: Set<string>;
  incomplete?: string;
  fallback?: string;
}

export function toTrace(entries: Entries): ReadTrace {
  const { files, modules, folders, lookups, packages, created, incomplete, fallback } = entries;
  return {
    files: Object.fromEntries(files),
    modules: Object.fromEntries([...modules].filter(([path]) => !files.has(path))),
    folders: Object.fromEntries(folders),
    lookups: Object.fromEntries(lookups),
    packages: [...packages],
    created: [...created],
    ...(incomplete === undefined ? {} : { incomplete }),
    ...(fallback === undefined ? {} : { fallback }),
  };
}

export function emptyEntries(): Entries {
  return {
    files: new Map(),
    modules: new Map(),
    folders: new Map(),
    lookups: new Map(),
    packages: new Set(),
    created: new Set(),
    overwritten: new Set(),
  };
}

export function copyEntries(from: Entries): Entries {
  return {
    files: new Map(from.files),
    modules: new Map(from.modules),
    folders: new Map(from.folders),
    lookups: new Map(from.lookups),
    packages: new Set(from.packages),
    created: new Set(from.created),
    overwritten: new Set(from.overwritten),
    ...(from.incomplete === undefined ? {} : { incomplete: from.incomplete }),
    ...(from.fallback === undefined ? {} : { fallback: from.fallback }),
  };
}
