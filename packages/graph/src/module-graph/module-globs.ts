import { join } from 'node:path';
import { folderOf } from '@nx-testmon/core';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath } from '../files/workspace-paths';
import { memoByImporter } from '../memo';
import type { SpecifierResolver } from '../resolution/resolve-specifier';
import { globModules } from './glob-modules';

/** The modules that patterns of `import.meta.glob` name. */
export class ModuleGlobs {
  private readonly globs = memoByImporter((from, pattern) => this.match(from, pattern));

  /** @param root folder of the suite, relative to the workspace root */
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly root: string,
    private readonly resolver: SpecifierResolver,
  ) {}

  /** Modules that a pattern may name, except for the module that contains it. */
  find(from: string, pattern: string): readonly string[] {
    return this.globs.get(from).get(pattern);
  }

  private match(from: string, pattern: string): readonly string[] {
    // A negative pattern may be ignored, because more modules are safe.
    if (pattern.startsWith('!')) return [];
    const { root } = this.files;
    const folder = fromWorkspacePath(root, folderOf(from) ?? '.');
    const suiteRoot = fromWorkspacePath(root, this.root);
    if (pattern.startsWith('**')) return without(from, globModules(this.files, suiteRoot, pattern));
    const patterns = pattern.startsWith('/')
      ? [join(suiteRoot, pattern)]
      : [join(folder, pattern), ...(pattern.startsWith('.') ? [] : this.resolver.candidates(from, pattern))];
    return without(from, patterns.flatMap((absolute) => globModules(this.files, folder, absolute)).sort());
  }
}

function without(path: string, paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter((other) => other !== path);
}
