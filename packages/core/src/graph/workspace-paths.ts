/** The part of `node:path` (`path.posix` or `path.win32`) that this module uses. */
export interface PathRules {
  readonly sep: string;
  readonly isAbsolute: (path: string) => boolean;
  readonly join: (...paths: string[]) => string;
  readonly relative: (from: string, to: string) => string;
}

/**
 * Path relative to the workspace root with forward slashes: `.` for the root, `../a` for a path beside it, and an
 * absolute path for a path on another drive.
 */
export function relativeToWorkspace({ relative, sep }: PathRules, root: string, absolute: string): string {
  const path = relative(root, absolute);
  if (path === '') return '.';
  return sep === '/' ? path : path.split(sep).join('/');
}

/** Whether a path from `relativeToWorkspace` leads out of the workspace. */
export function isOutsideWorkspace({ isAbsolute }: PathRules, path: string): boolean {
  return path === '..' || path.startsWith('../') || isAbsolute(path);
}

/** Path relative to the workspace root with forward slashes (`.` for the root); `undefined` if it is outside. */
export function toWorkspacePath(rules: PathRules, root: string, absolute: string): string | undefined {
  // Fast case: most paths are normal paths below the root, and there are very many of them.
  if (rules.sep === '/' && absolute.startsWith(`${root}/`) && !/\/(\/|\.\.?(\/|$)|$)/.test(absolute))
    return absolute.slice(root.length + 1);
  const path = relativeToWorkspace(rules, root, absolute);
  return isOutsideWorkspace(rules, path) ? undefined : path;
}

/** Whether a path is a folder or is in it. Both are absolute and normalized. */
export function isInFolder({ sep }: Pick<PathRules, 'sep'>, folder: string, absolute: string): boolean {
  return absolute === folder || absolute.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * A path for which {@link isInFolder} is true, relative to the folder and with forward slashes; `.` for the folder
 * itself.
 */
export function pathInFolder({ sep }: Pick<PathRules, 'sep'>, folder: string, absolute: string): string {
  const path = absolute.slice(folder.endsWith(sep) ? folder.length : folder.length + 1);
  return (sep === '/' ? path : path.split(sep).join('/')) || '.';
}

/** Absolute path of a workspace path. */
export function fromWorkspacePath({ join }: PathRules, root: string, path: string): string {
  return path === '.' ? root : join(root, path);
}

/** Whether a workspace path is the root. Nx and configurations write it in both ways. */
function isRoot(path: string): boolean {
  return path === '.' || path === '';
}

/** Folder of a workspace path; `.` for paths directly in the root, `undefined` for the root itself. */
export function folderOf(path: string): string | undefined {
  if (isRoot(path)) return undefined;
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The folder itself and the folders above it, up to and including the workspace root. */
export function* foldersUpward(folder: string): Generator<string> {
  for (let at: string | undefined = folder; at !== undefined; at = folderOf(at)) yield at;
}

/** Joins workspace paths. */
export function joinWorkspacePath(folder: string, name: string): string {
  return isRoot(folder) ? name : `${folder}/${name}`;
}

/** True for the folder itself and everything below it. */
export function isInside(folder: string, path: string): boolean {
  return isRoot(folder) || path === folder || path.startsWith(`${folder}/`);
}
