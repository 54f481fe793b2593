import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder upwards that holds an `nx.json`; `undefined` when there is none. */
export function findWorkspaceRoot(folder: string): string | undefined {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findWorkspaceRoot(parent);
}
