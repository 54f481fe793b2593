/** Folder of the npm package that a path with forward slashes lies in. Hidden folders and scopes are no packages. */
export function packageFolderOf(path: string): string | undefined {
  return /.*(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*/.exec(path)?.[0];
}

/** Name of the npm package that a path lies in, with separators of any system; see {@link packageFolderOf}. */
export function packageNameOf(path: string): string | undefined {
  return packageFolderOf(path.replaceAll('\\', '/'))?.replace(/.*(?:^|\/)node_modules\//, '');
}

/**
 * What a path names in its last `node_modules`, with separators of any system. Beside packages, this is what tools keep
 * there, such as `.cache`, so that nothing in it counts as part of the package around that `node_modules`.
 */
export function nodeModulesEntryOf(path: string): string | undefined {
  return /.*(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(path)?.[1]?.replace('\\', '/');
}
