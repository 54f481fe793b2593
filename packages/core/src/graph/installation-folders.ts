import type { Workspace } from './workspace';

/** Folders that tools keep beside the files of a workspace or of a project. */
const keptByTools: ReadonlySet<string> = new Set(['.git', 'node_modules', '.nx']);

/** Names that never count, wherever they are. */
const leftOutAnywhere: ReadonlySet<string> = new Set(['.testmon', '.DS_Store']);

/** Vite writes a bundled configuration beside the original for a moment. */
const bundledConfig = /\.timestamp-\d+-[0-9a-f]+\.mjs$/;

const separator = /[\\/]/;

/** More text than this does not fit into a variable that carries it to a process. */
const longestRoots = 60_000;

/**
 * The folders in which packages are installed: the `node_modules` of the workspace and of its projects. A folder with
 * that name anywhere else, in a fixture for example, consists of project files. So does a `.git` or `.nx` there. Paths
 * are relative to the workspace root.
 */
export class InstallationFolders {
  readonly #roots: ReadonlySet<string>;

  /** @param roots of the projects, as {@link installationRoots} gives them */
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

  /** Whether a name in a folder is no part of a workspace's content. */
  isLeftOut(folder: string, name: string): boolean {
    if (leftOutAnywhere.has(name)) return true;
    return keptByTools.has(name) ? this.#roots.has(folder) : bundledConfig.test(name);
  }
}

/**
 * Roots of projects beside that of the workspace, for {@link InstallationFolders}. None where there are too many:
 * then what is installed for one project alone counts as its files do.
 */
export function installationRoots({ projects }: Pick<Workspace, 'projects'>): readonly string[] {
  const roots = projects.map(({ root }) => root).filter((root) => root !== '.' && root !== '');
  return roots.join().length > longestRoots ? [] : [...new Set(roots)].sort();
}
