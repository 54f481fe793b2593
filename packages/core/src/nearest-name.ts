/** The known name a mistyped one most likely means; `undefined` when none is near. */
export function nearestName(mistyped: string, known: readonly string[]): string | undefined {
  const text = mistyped.toLowerCase();
  const containing = known.find((name) => text.length > 2 && name.toLowerCase().includes(text));
  const nearest = known
    .map((name) => ({ name, distance: editDistance(text, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const isNear = nearest !== undefined && nearest.distance <= Math.max(2, text.length / 3);
  return isNear ? nearest.name : containing;
}

/**
 * The known name that a text can hardly be anything but a slip of: one letter off, or two in a long name. Meant
 * for names beside ours, where a bold guess would refuse what is right.
 */
export function misspelledName(text: string, known: readonly string[]): string | undefined {
  const plain = text.replaceAll('-', '').toLowerCase();
  return known.find((name) => editDistance(plain, name.toLowerCase()) <= (name.length < 8 ? 1 : 2));
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
