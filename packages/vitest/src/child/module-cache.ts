import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliOptions } from './vitest-api';

/** @param cache folder for what saves time in later collecting runs, absolute */
export function moduleCacheOf(cache: string): string {
  return join(cache, 'vitest');
}

/**
 * Vitest's cache of transformed modules in a folder of its own for collecting runs: a module with probes must
 * never be loaded by a run without them.
 *
 * @param folder absolute
 */
export function withModuleCacheIn(folder: string, version: string, options: CliOptions): CliOptions {
  const fsModuleCachePath = folder;
  return Number.parseInt(version, 10) < 5
    ? { ...options, experimental: { ...options.experimental, fsModuleCachePath } }
    : { ...options, fsModuleCachePath };
}

/** Modules that Vitest must transform in every run, because what it keeps of them says nothing about probes. */
export interface UncachedModules {
  has(path: string): boolean;
  /** Lies beside the cache and is written before Vitest writes there, so the one never outlives the other. */
  add(path: string): void;
}

/** @param folder absolute; that of Vitest's cache */
export function uncachedModules(folder: string): UncachedModules {
  const fileOf = (path: string) =>
    join(folder, `without-probes-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`);
  return {
    has: (path) => existsSync(fileOf(path)),
    add(path) {
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(fileOf(path), path);
      } catch {
        // Where this can't be written, neither can the cache.
      }
    },
  };
}
