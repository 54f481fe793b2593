import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromWorkspacePath } from '../files/workspace-paths';

/** @returns the real path of the nearest `node_modules/<name>` upward of a folder, the workspace's parents included */
export type LinkedFolder = (folder: string, name: string) => string | undefined;

/** Each place is asked for once. */
export function createLinkedFolders(root: string): LinkedFolder {
  const linked = new Map<string, string | undefined>();
  return (folder, name) => {
    const start = fromWorkspacePath(root, folder);
    const key = `${start}\0${name}`;
    if (!linked.has(key)) linked.set(key, findLinked(start, name));
    return linked.get(key);
  };
}

function findLinked(start: string, name: string): string | undefined {
  for (let at = start; ; at = dirname(at)) {
    const place = join(at, 'node_modules', name);
    if (existsSync(place)) {
      try {
        return realpathSync(place);
      } catch {
        return place;
      }
    }
    if (dirname(at) === at) return undefined;
  }
}
