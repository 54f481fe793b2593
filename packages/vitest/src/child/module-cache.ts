import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerCache } from '../runner-cache';
import type { CliOptions } from './vitest-api';

/**
 * Folder for Vitest's cache in collecting runs. Several workspaces may share the cache folder, where a link makes them
 * share their packages; what is noted about a configuration holds for one of them.
 *
 * @param cache absolute path of the cache folder of collecting runs
 */
export function moduleCacheOf(cache: string, workspaceRoot: string): string {
  return join(cache, runnerCache.folder, shortHash(workspaceRoot));
}

/**
 * A separate folder for Vitest's cache of transformed modules in collecting runs: a run without probes must never
 * load an instrumented module.
 *
 * @param folder absolute
 */
export function withModuleCacheIn(folder: string, version: string, options: CliOptions): CliOptions {
  const fsModuleCachePath = folder;
  return Number.parseInt(version, 10) < 5
    ? { ...options, experimental: { ...options.experimental, fsModuleCachePath } }
    : { ...options, fsModuleCachePath };
}

/**
 * Records of a configuration that its last complete run read nothing but modules while it transformed them. Only then
 * may modules come from the cache: what a plugin reads while it transforms a module is not traced when the module
 * comes from there.
 */
export interface ReadsNothing {
  isRecorded(): boolean;
  record(): void;
  /** Takes effect at once, so that a run that is killed leaves no record that is no longer true. */
  withdraw(): void;
}

/** @param folder absolute path of Vitest's cache */
export function readsNothing(folder: string, configuration: string): ReadsNothing {
  const file = join(folder, `reads-nothing-${shortHash(configuration)}`);
  return {
    isRecorded: () => existsSync(file),
    record: () => write(folder, file, configuration),
    withdraw: () => rmSync(file, { force: true }),
  };
}

function write(folder: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  } catch {
    // If this can't be written, the cache can't be written either.
  }
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** Modules that Vitest must transform in every run, because its cache holds them without probes. */
export interface UncachedModules {
  has(path: string): boolean;
  /** Written into the folder of the cache before Vitest writes there, so that neither outlives the other. */
  add(path: string): void;
}

/** @param folder absolute path of Vitest's cache */
export function uncachedModules(folder: string): UncachedModules {
  const fileOf = (path: string) => join(folder, `without-probes-${shortHash(path)}`);
  return {
    has: (path) => existsSync(fileOf(path)),
    add: (path) => write(folder, fileOf(path), path),
  };
}
