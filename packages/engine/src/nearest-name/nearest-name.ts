import { distance } from 'fastest-levenshtein';

/** The known name that a mistyped name most likely means; `undefined` if none is near. */
export function nearestName(mistyped: string, known: readonly string[]): string | undefined {
  const text = mistyped.toLowerCase();
  const containing = known.find((name) => text.length > 2 && name.toLowerCase().includes(text));
  const nearest = known
    .map((name) => ({ name, edits: distance(text, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0];
  const isNear = nearest !== undefined && nearest.edits <= Math.max(2, text.length / 3);
  return isNear ? nearest.name : containing;
}

/**
 * The known names that are nearest to a mistyped one. Names that contain it come first.
 *
 * @param limit maximum number of names
 */
export function nearestNames(mistyped: string, known: readonly string[], limit: number): readonly string[] {
  const text = mistyped.toLowerCase();
  return known
    .map((name) => name.toLowerCase())
    .map((name, at) => ({ at, edits: name.includes(text) ? -1 : distance(text, name) }))
    .sort((one, other) => one.edits - other.edits || one.at - other.at)
    .slice(0, limit)
    .flatMap(({ at }) => known[at] ?? []);
}

/**
 * Finds the known name that a text must be a misspelling of: one character off, or two in a long name. It is
 * stricter than {@link nearestName}, because it also receives the test runner's own options, which must be
 * accepted.
 */
export function misspelledName(text: string, known: readonly string[]): string | undefined {
  const plain = text.replaceAll('-', '').toLowerCase();
  return known.find((name) => distance(plain, name.toLowerCase()) <= (name.length < 8 ? 1 : 2));
}
