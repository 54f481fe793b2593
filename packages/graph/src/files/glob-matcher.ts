import picomatch from 'picomatch';

/** Creates a matcher of paths or names of packages by globs. Without globs, it matches nothing. */
export function createGlobMatcher(globs: readonly string[]): (text: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}
