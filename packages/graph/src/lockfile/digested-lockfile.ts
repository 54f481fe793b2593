import { digestLockGraph } from './digest-lock-graph';
import type { OutdatedPackage } from './find-outdated';
import { type LockedDependency, type LockGraph, withEntries } from './lock-graph';

/** The cached content of a lockfile. Copies are identified by their index in a list. */
export interface DigestedLockfile {
  readonly copies: readonly DigestedCopy[];
  readonly importers: readonly DigestedImporter[];
  readonly isolates: boolean;
  /** Packages whose installed version differs from the lockfile. */
  readonly outdated: readonly OutdatedPackage[];
}

/**
 * A copy with all its dependencies. @param isOutdated whether the installed version of it, or of one of them, differs
 */
export type DigestedCopy = readonly [
  name: string,
  version: string | null,
  digest: string,
  needs: readonly number[],
  isOutdated: boolean,
];

export type DigestedImporter = readonly [
  folder: string,
  provides: readonly (readonly [name: string, copies: readonly number[]])[],
  wanted: readonly number[],
  links: readonly string[],
];

/** An outdated package counts by its installed version, and so does everything that depends on it. */
export function digestLockfile(graph: LockGraph, outdated: readonly OutdatedPackage[]): DigestedLockfile {
  const digests = digestLockGraph(graph);
  const installed = new Map(outdated.map((one) => [one.name, `installed ${one.installed}`]));
  const actual =
    outdated.length === 0
      ? digests
      : digestLockGraph(withEntries(graph, (name) => [installed.get(name) ?? []].flat()));
  const indexes = new Map([...graph.copies.keys()].map((id, at) => [id, at]));
  const indexesOf = (ids: readonly string[]) => [...new Set(ids)].flatMap((id) => indexes.get(id) ?? []);
  const allOf = (dependencies: readonly LockedDependency[]) =>
    indexesOf(dependencies.flatMap(({ copies }) => copies));
  return {
    copies: [...graph.copies].map(([id, { name, version, dependencies }]) => [
      name,
      version ?? null,
      actual.get(id)!,
      allOf(dependencies),
      actual.get(id) !== digests.get(id),
    ]),
    importers: [...graph.importers].map(([folder, { provides, wanted, links }]) => [
      folder,
      provides.map(({ name, copies }) => [name, indexesOf(copies)]),
      indexesOf(wanted),
      links,
    ]),
    isolates: graph.isolates,
    outdated,
  };
}

/**
 * Validates cached content, which is untrusted. Hand-written, because every run checks it, even a run with nothing to
 * do, and a schema takes twice as long.
 */
export function isDigestedLockfile(value: unknown): value is DigestedLockfile {
  const { copies, importers, isolates, outdated } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(copies)) return false;
  const areIndexes = isListOf((one) => Number.isInteger(one) && (one as number) in copies);
  const areTexts = isListOf(isText);
  const isCopy = isTuple(isText, (one) => one === null || isText(one), isText, areIndexes, isFlag);
  const isImporter = isTuple(isText, isListOf(isTuple(isText, areIndexes)), areIndexes, areTexts);
  return (
    isListOf(isCopy)(copies) &&
    isListOf(isImporter)(importers) &&
    isFlag(isolates) &&
    isListOf(isOutdatedPackage)(outdated)
  );
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';

const isOutdatedPackage: Check = (value) => {
  const { name, installed, locked } = (value ?? {}) as Record<string, unknown>;
  return [name, installed, locked].every(isText);
};

function isListOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every((one) => check(one));
}

function isTuple(...checks: readonly Check[]): Check {
  return (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, at) => check(value[at]));
}
