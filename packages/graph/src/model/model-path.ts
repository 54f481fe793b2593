/** Files that are parsed as modules. */
export function isModulePath(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}

/** Declarations only: nothing of such a file runs. */
export function isDeclarationPath(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}

export function isJsonPath(path: string): boolean {
  return path.endsWith('.json');
}

/** Files that are no modules, and import others all the same. */
export function isImportingPath(path: string): boolean {
  return /\.(vue|svelte|astro|mdx|css|scss|sass|less|styl|html)$/.test(path);
}
