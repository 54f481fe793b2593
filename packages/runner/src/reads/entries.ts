import type { ReadTrace } from '@nx-testmon/core';

/** What has been heard for somebody, by path relative to the workspace. */
export interface Entries {
  readonly files: Map<string, string>;
  readonly modules: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly places: Map<string, string>;
  readonly packages: Set<string>;
  /** Paths that were not there before the test file wrote them. */
  readonly made: Set<string>;
  /** Paths whose content is the test file's own. */
  readonly overwritten: Set<string>;
  blind?: string;
  opaque?: string;
}

export function toTrace(entries: Entries): ReadTrace {
  const { files, modules, folders, places, packages, made, blind, opaque } = entries;
  return {
    files: Object.fromEntries(files),
    modules: Object.fromEntries([...modules].filter(([path]) => !files.has(path))),
    folders: Object.fromEntries(folders),
    places: Object.fromEntries(places),
    packages: [...packages],
    made: [...made],
    ...(blind === undefined ? {} : { blind }),
    ...(opaque === undefined ? {} : { opaque }),
  };
}

export function emptyEntries(): Entries {
  return {
    files: new Map(),
    modules: new Map(),
    folders: new Map(),
    places: new Map(),
    packages: new Set(),
    made: new Set(),
    overwritten: new Set(),
  };
}

export function copyEntries(from: Entries): Entries {
  return {
    files: new Map(from.files),
    modules: new Map(from.modules),
    folders: new Map(from.folders),
    places: new Map(from.places),
    packages: new Set(from.packages),
    made: new Set(from.made),
    overwritten: new Set(from.overwritten),
    ...(from.blind === undefined ? {} : { blind: from.blind }),
    ...(from.opaque === undefined ? {} : { opaque: from.opaque }),
  };
}
