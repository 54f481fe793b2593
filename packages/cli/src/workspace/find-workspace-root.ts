import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WorkspaceRoot {
  readonly folder: string;
  /** `packages`: a workspace of a package manager, with or without a task runner such as Turborepo. */
  readonly kind: 'nx' | 'packages';
}

/**
 * The root of the workspace that contains a folder: the nearest parent with an `nx.json`, otherwise the
 * nearest that lists workspace packages, otherwise the nearest package; `undefined` if there is none.
 */
export function findWorkspaceRoot(folder: string): WorkspaceRoot | undefined {
  const above = foldersFrom(folder);
  const nx = above.find((one) => existsSync(join(one, 'nx.json')));
  if (nx !== undefined) return { folder: nx, kind: 'nx' };
  const listing = above.find(listsPackages) ?? above.find((one) => existsSync(join(one, 'package.json')));
  return listing === undefined ? undefined : { folder: listing, kind: 'packages' };
}

function foldersFrom(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersFrom(parent)];
}

function listsPackages(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true;
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      workspaces?: unknown;
    };
    return manifest.workspaces !== undefined;
  } catch {
    return false; // no `package.json`, or one that is not valid JSON
  }
}
