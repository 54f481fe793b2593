import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import { fromWorkspacePath } from '../files/workspace-paths';
import { Memo } from '../memo';

/** Finds the entries of `node_modules` for the folders of a workspace. */
export class LinkedPackages {
  private readonly byName = new Memo((name) => new Memo((folder) => findLinked(this.root, folder, name)));

  constructor(private readonly root: string) {}

  /**
   * @returns the real path of the nearest `node_modules/<name>` upward of a folder, the workspace's parents included
   */
  folderOf(from: string, name: string): string | undefined {
    return this.byName.get(name).get(from);
  }
}

function findLinked(root: string, folder: string, name: string): string | undefined {
  for (let at = fromWorkspacePath(root, folder); ; at = dirname(at)) {
    const linked = join(at, 'node_modules', name);
    if (existsSync(linked)) {
      try {
        return realpathSync(linked);
      } catch (error) {
        rethrowUnlessPathError(error);
        return linked;
      }
    }
    if (dirname(at) === at) return undefined;
  }
}
