import { basename } from 'node:path/posix';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { Caller, PathEventType } from './read-event';

/**
 * How an access counts. `data`: as it was made. `module`: by the content, if no dependency of the test file
 * represents the module. `if-missing`: only if the path does not exist.
 */
export type CountKind = 'not' | 'data' | 'module' | 'if-missing';

/** @param caller as the policy resolves it */
export function findCountKind(
  { countsRunnerLookups }: AttributionPolicy,
  { by }: Caller,
  type: PathEventType,
  path: string,
): CountKind {
  if (by === 'own' || by === 'search') return 'not';
  if (by === 'other') return 'data';
  if (type === 'FileRead') return 'module';
  // The dependency graph compares lookups of module resolution, except for Vite's `.env` files.
  if (type === 'FileStatsRead' && basename(path).startsWith('.env')) return 'module';
  if (by === 'loader') return 'not';
  if (!countsRunnerLookups) return type !== 'FolderListed' && isConfiguration(path) ? 'if-missing' : 'not';
  return type === 'FolderListed' ? 'data' : 'if-missing';
}

/**
 * Whether no import leads to a file with this name, so that a lookup of it concerns a configuration.
 * Manifests and tsconfig files count by rules of the dependency graph.
 */
function isConfiguration(path: string): boolean {
  // Test runners and bundlers keep their caches in hidden folders of `node_modules`.
  if (/(?:^|\/)node_modules\/\./.test(path)) return false;
  const name = basename(path);
  if (/^(?:package|[tj]sconfig(?:\..*)?|deno)\.jsonc?$/.test(name)) return false;
  return /^\.|\.config\.|rc$|\.(?:json[5c]?|ya?ml|toml)$|^browserslist$/.test(name);
}
