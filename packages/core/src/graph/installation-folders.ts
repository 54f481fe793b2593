import type { Workspace } from './workspace';

/** Folders of tools, in the root of a workspace or a project. */
const keptByTools: ReadonlySet<string> = new Set(['.git', 'node_modules', '.nx']);

/** Names that never count, in any folder. */
const leftOutAnywhere: ReadonlySet<string> = new Set(['.testmon', '.DS_Store']);

/** Vite briefly writes a bundled configuration beside the original. */
const bundledConfig = /\.timestamp-\d+-[0-9a-f]+\.mjs$/;

const separator = /[\\/]/;

/** The roots are passed to processes in an environment variable, which can't hold a longer text. */
const longestRoots = 60_000;

/**
 * The folders in which packages are installed: the `node_modules` of the workspace and of its projects. A
 * `node_modules`, `.git` or `.nx` anywhere else, for example in a fixture, consists of project files. Paths are
 * relative to the workspace root.
 */
export class InstallationFolders {
  readonly #roots: ReadonlySet<string>;

  /** @param roots of the projects, from {@link installationRoots} */
  constructor(roots: readonly string[]) {
    this.#roots = new Set(['.', ...roots]);
  }

  /** Whether a path is in a folder of installed packages, or is that folder itself. */
  isInstalled(path: string): boolean {
    if (!path.includes('node_modules')) return false;
    const parts = path.split(separator);
    return parts.some(
      (name, at) => name === 'node_modules' && this.#roots.has(at === 0 ? '.' : parts.slice(0, at).join('/')),
    );
  }

  /** Whether a name in a folder is not part of the workspace's content. */
  isLeftOut(folder: string, name: string): boolean {
    if (leftOutAnywhere.has(name)) return true;
    return keptByTools.has(name) ? this.#roots.has(folder) : bundledConfig.test(name);
  }
}

/**
 * Roots of the projects besides the workspace root, for {@link InstallationFolders}; none if there are too many. Then
 * packages that are installed for one project only count as files of the project.
 */
export function installationRoots({ projects }: Pick<Workspace, 'projects'>): readonly string[] {
  const roots = projects.map(({ root }) => root).filter((root) => root !== '.' && root !== '');
  return roots.join().length > longestRoots ? [] : [...new Set(roots)].sort();
}
