import { join } from 'node:path';
import { folderOf, type InstallationFolders } from '@nx-testmon/core';
import { Memo } from '../memo';
import { type IgnoreRules, isIgnoredFile, isIgnoredFolder, rulesAbove, withRulesOf } from './ignore-rules';

/**
 * Which paths of a workspace count, one by one: for a file that exists, the answer is whether `listFiles` lists it. A
 * `.gitignore` is read once; after a change of one, make a new object.
 */
export class WatchedPaths {
  readonly #root: string;
  readonly #installations: InstallationFolders;
  /** The rules in a folder; `undefined` where the folder itself does not count. */
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

  /** The rules of the folder that holds a path; `undefined` where that folder or the name does not count. */
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
