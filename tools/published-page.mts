/**
 * A part of a page that is about a clone. The comment at its end may contain a text that registries show
 * instead.
 */
const clonePart = /<!-- in a clone -->\n[^]*?<!-- (?:from the registry\n([^]*?)\n)?end of clone -->\n+/g;

/** Whether a page has parts that are about a clone. */
export function hasCloneParts(text: string): boolean {
  return text.includes('<!-- in a clone -->');
}

/**
 * A page as a registry or the documentation site shows it, for readers without a clone.
 *
 * @throws Error if the page has no part about a clone, because it would then advise these readers to build
 * the package
 */
export function publishedPage(text: string): string {
  const published = text.replace(clonePart, (_, replacement: string | undefined) =>
    replacement === undefined ? '' : `${replacement}\n`,
  );
  if (published === text || published.includes('of clone -->'))
    throw new Error('The page needs its parts between "in a clone" and "end of clone"');
  return published;
}
