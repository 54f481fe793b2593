/** Files that are parsed as modules. */
export function isModulePath(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}

/** Whether a file contains only declarations, so that none of its code runs. */
export function isDeclarationPath(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}

export function isJsonPath(path: string): boolean {
  return path.endsWith('.json');
}

/** Whether a file is not a module, but imports others. */
export function isImportingPath(path: string): boolean {
  return /\.(vue|svelte|astro|mdx|css|scss|sass|less|styl|html)$/.test(path);
}
