/**
 * Paths of files that may be taken in place of a module, because imports leave out the extension or name the folder. An
 * import that the dependency graph resolves is resolved again in each task; for a module that it does not reach, only
 * these paths show such a file.
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
