/** Escapes the special characters of globs in a path, so that the glob matches nothing else. */
export function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
}
