/**
 * The folder of the npm package that contains a path with forward slashes. Hidden folders and scopes are not
 * packages.
 */
export function packageFolderOf(path: string): string | undefined {
  return /.*(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*/.exec(path)?.[0];
}

/** The name of the npm package that contains a path, with separators of any system; see {@link packageFolderOf}. */
export function packageNameOf(path: string): string | undefined {
  return packageFolderOf(path.replaceAll('\\', '/'))?.replace(/.*(?:^|\/)node_modules\//, '');
}

/**
 * The entry of the last `node_modules` in a path, with separators of any system: a package, or a folder of a tool
 * such as `.cache`. Files in such a folder are not part of the package that contains the `node_modules`.
 */
export function nodeModulesEntryOf(path: string): string | undefined {
  return /.*(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(path)?.[1]?.replace('\\', '/');
}
