/** Files that are parsed as modules. */
export function isModulePath(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** Files that are no modules, and import others all the same. */
export function isImportingPath(path: string): boolean {
  return /\.(vue|svelte|astro|mdx|css|scss|sass|less|styl|html)$/.test(path);
}
