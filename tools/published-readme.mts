/** A part that is about a clone. The comment that ends it may hold what registries show in its place. */
const clonePart = /<!-- in a clone -->\n[^]*?<!-- (?:from the registry\n([^]*?)\n)?end of clone -->\n+/g;

/**
 * The README as a registry shows it: its readers have no clone.
 *
 * @throws Error where the README has no such part: it would tell readers of the registry to build the package
 */
export function publishedReadme(text: string): string {
  const published = text.replace(clonePart, (_, replacement: string | undefined) =>
    replacement === undefined ? '' : `${replacement}\n`,
  );
  if (published === text || published.includes('of clone -->'))
    throw new Error('README.md needs its parts between "in a clone" and "end of clone"');
  return published;
}
