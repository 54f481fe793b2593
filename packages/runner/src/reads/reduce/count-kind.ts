import { basename } from 'node:path/posix';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { Caller, PathEventType } from './read-event';

/**
 * How a question counts. `data`: as asked. `module`: by the content, where no dependency of the test file stands for
 * the module. `if-missing`: only where there is nothing.
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
  // Lookups of module resolution are compared by the dependency graph, except for Vite's `.env` files.
  if (type === 'FileStatsRead' && basename(path).startsWith('.env')) return 'module';
  if (by === 'loader') return 'not';
  if (!countsRunnerLookups) return type !== 'FolderListed' && isConfiguration(path) ? 'if-missing' : 'not';
  return type === 'FolderListed' ? 'data' : 'if-missing';
}

/**
 * Whether no import leads to a file of this name, so that a lookup of it is one of a configuration. Manifests
 * and tsconfig files count by rules of the dependency graph.
 */
function isConfiguration(path: string): boolean {
  // Runners and bundlers keep their caches in hidden folders there.
  if (/(?:^|\/)node_modules\/\./.test(path)) return false;
  const name = basename(path);
  if (/^(?:package|[tj]sconfig(?:\..*)?|deno)\.jsonc?$/.test(name)) return false;
  return /^\.|\.config\.|rc$|\.(?:json[5c]?|ya?ml|toml)$|^browserslist$/.test(name);
}
