import { join } from 'node:path';
import { folderOf, type InstallationFolders } from '@nx-testmon/core';
import { Memo } from '../memo';
import { type IgnoreRules, isIgnoredFile, isIgnoredFolder, rulesAbove, withRulesOf } from './ignore-rules';

/**
 * Checks which paths of a workspace count. For an existing file, the result is whether `listFiles` lists it. Each
 * `.gitignore` is read once; after a change of one, create a new object.
 */
export class WatchedPaths {
  readonly #root: string;
  readonly #installations: InstallationFolders;
  /** The rules in a folder; `undefined` if the folder itself does not count. */
  readonly #rules = new Memo((folder) => this.#rulesIn(folder));

  /** @param root absolute path of the workspace */
  constructor(root: string, installations: InstallationFolders) {
    this.#root = root;
    this.#installations = installations;
  }

  /** @param path relative to the workspace root, with forward slashes */
  countsAsFile(path: string): boolean {
    const rules = this.#rulesAround(path);
    return rules !== undefined && !isIgnoredFile(rules, path);
  }

  /** @param path relative to the workspace root, with forward slashes; `.` is the root */
  countsAsFolder(path: string): boolean {
    return this.#rules.get(path) !== undefined;
  }

  /** The rules of the folder that contains a path; `undefined` if that folder or the name does not count. */
  #rulesAround(path: string): IgnoreRules | undefined {
    const folder = folderOf(path) ?? '.';
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.#installations.isLeftOut(folder, name) ? undefined : this.#rules.get(folder);
  }

  #rulesIn(folder: string): IgnoreRules | undefined {
    const inherited = folder === '.' ? rulesAbove(this.#root) : this.#rulesAround(folder);
    if (inherited === undefined || (folder !== '.' && isIgnoredFolder(inherited, folder))) return undefined;
    return withRulesOf(inherited, join(this.#root, folder), folder);
  }
}
