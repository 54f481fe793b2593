/**
 * Paths of files that an import may find instead of a module, because imports leave out the extension or name the
 * folder. Each task resolves the imports in the dependency graph again. For a module that the graph does not reach,
 * only these paths show that such a file was added.
 *
 * @param extensions that imports may leave out, with a leading dot
 */
export function shadowingPaths(module: string, extensions: readonly string[]): string[] {
  const own = extensions.find((extension) => module.endsWith(extension));
  if (own === undefined) return [];
  const stem = module.slice(0, -own.length);
  const stems = [stem];
  if (stem.endsWith('/index')) stems.push(stem.slice(0, -'/index'.length));
  const paths = stems.flatMap((one) => [one, ...extensions.map((extension) => one + extension)]);
  const manifest = stems.length > 1 ? [`${stems[1]}/package.json`] : [];
  return [...paths.filter((path) => path !== module && path !== stems[1]), ...manifest];
}
