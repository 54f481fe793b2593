import { isObject, parseJsonObject } from '../files/parse-json';
import { foldersUpward, joinWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { matchesPattern } from './tsconfigs';

/** A `package.json` of the workspace. */
export interface Manifest {
  /** Folder it lies in, relative to the workspace root. */
  readonly folder: string;
  readonly text: string;
  /** Empty where the file is no JSON object. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly readable: boolean;
}

export interface Manifests {
  inFolder(folder: string): Manifest | undefined;
  /** The nearest one upward. */
  nearest(folder: string): Manifest | undefined;
}

/** Reads manifests as they are asked for, each once. */
export function readManifests(files: WorkspaceFiles, notes: string[]): Manifests {
  const known = new Map<string, Manifest | undefined>();

  function inFolder(folder: string): Manifest | undefined {
    if (!known.has(folder)) known.set(folder, read(folder));
    return known.get(folder);
  }

  function read(folder: string): Manifest | undefined {
    const path = joinWorkspacePath(folder, 'package.json');
    if (files.kindOf(path) !== 'file') return undefined;
    const text = files.text(path) ?? '';
    const fields = parseJsonObject(text);
    if (!fields) notes.push(`${path} can't be read`);
    return { folder, text, fields: fields ?? {}, readable: fields !== undefined };
  }

  return {
    inFolder,
    nearest(folder) {
      for (const at of foldersUpward(folder)) {
        const manifest = inFolder(at);
        if (manifest) return manifest;
      }
      return undefined;
    },
  };
}

/**
 * Targets that `exports` or `imports` may give a name (`.`, `./sub`, `#internal`), in the order they are
 * written. Every condition that may hold counts, not the first one only: a test's modules are loaded both
 * by the runner and by Node. Where none of them applies, all do.
 */
export function mapTargets(map: unknown, name: string, conditions: ReadonlySet<string>): string[] {
  const entries = isSubpathMap(map) ? map : { '.': map };
  const found = findEntry(entries, name);
  if (!found) return [];
  const narrow = collectTargets(found.target, conditions);
  const targets = narrow.length > 0 ? narrow : collectTargets(found.target, undefined);
  return [...new Set(targets.map((target) => target.replaceAll('*', () => found.rest)))];
}

/** Every target string in an `exports`, `imports` or `bin` value, whatever its conditions. */
export function allTargets(map: unknown): string[] {
  return [...new Set(collectTargets(map, undefined))];
}

function isSubpathMap(map: unknown): map is Readonly<Record<string, unknown>> {
  return isObject(map) && Object.keys(map).some((key) => key.startsWith('.') || key.startsWith('#'));
}

function findEntry(
  entries: Readonly<Record<string, unknown>>,
  name: string,
): { target: unknown; rest: string } | undefined {
  if (Object.hasOwn(entries, name) && !name.includes('*')) return { target: entries[name], rest: '' };
  const patterns = Object.keys(entries)
    .map((key) => (key.endsWith('/') ? { key, pattern: `${key}*` } : { key, pattern: key }))
    .filter(({ pattern }) => pattern.includes('*') && matchesPattern(pattern, name))
    .sort((a, b) => b.pattern.indexOf('*') - a.pattern.indexOf('*'));
  const best = patterns[0];
  if (!best) return undefined;
  const star = best.pattern.indexOf('*');
  const rest = name.slice(star, name.length - (best.pattern.length - star - 1));
  const target = entries[best.key];
  // The old form `"./lib/": "./dist/"` maps a whole folder.
  const isFolder = best.key !== best.pattern && typeof target === 'string';
  return { target: isFolder ? `${target}*` : target, rest };
}

function collectTargets(target: unknown, conditions: ReadonlySet<string> | undefined): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap((item) => collectTargets(item, conditions));
  if (!isObject(target)) return [];
  return Object.entries(target).flatMap(([condition, inner]) =>
    !conditions || conditions.has(condition) ? collectTargets(inner, conditions) : [],
  );
}
