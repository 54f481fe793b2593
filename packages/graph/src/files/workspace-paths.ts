import { isAbsolute, join, relative, sep } from 'node:path';

/** Path relative to the workspace root with forward slashes (`.` for the root); `undefined` when it lies outside. */
export function toWorkspacePath(root: string, absolute: string): string | undefined {
  // Most paths are normal ones below the root, and there are very many of them.
  if (absolute.startsWith(`${root}/`) && !/\/(\/|\.\.?(\/|$)|$)/.test(absolute))
    return absolute.slice(root.length + 1);
  const path = relative(root, absolute);
  if (path === '') return '.';
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return sep === '/' ? path : path.split(sep).join('/');
}

/** Absolute path of a workspace path. */
export function fromWorkspacePath(root: string, path: string): string {
  return path === '.' ? root : join(root, path);
}

/** Folder of a workspace path; `.` for those at the root, `undefined` for the root itself. */
export function folderOf(path: string): string | undefined {
  if (path === '.' || path === '') return undefined;
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The folder itself and those above it, up to and with the workspace root. */
export function* foldersUpward(folder: string): Generator<string> {
  for (let at: string | undefined = folder; at !== undefined; at = folderOf(at)) yield at;
}

/** Joins workspace paths, where `.` is the root. */
export function joinWorkspacePath(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

/** True for the folder itself and everything below it. */
export function isInside(folder: string, path: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

export function isInNodeModules(path: string): boolean {
  return /(^|\/)node_modules(\/|$)/.test(path);
}
