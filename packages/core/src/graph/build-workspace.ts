import type { Workspace } from './workspace';

/**
 * Builds a workspace from projects as Nx lists them: roots by name, and a dependency graph whose nodes include npm
 * packages.
 *
 * @param dependencies by project; targets that are not projects are left out
 */
export function buildWorkspace(
  root: string,
  projectRoots: Readonly<Record<string, string>>,
  dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>,
): Workspace {
  const names = Object.keys(projectRoots).sort();
  const known = new Set(names);
  return {
    root,
    projects: names.map((name) => ({
      name,
      root: projectRoots[name]?.replace(/\\/g, '/').replace(/\/+$/, '') || '.',
      dependencies: [...new Set((dependencies[name] ?? []).map(({ target }) => target))]
        .filter((target) => known.has(target) && target !== name)
        .sort(),
    })),
  };
}
