/**
 * Splits a text or a name into its words, in lower case and in order: `readNamedFile`, `read-named-file` and
 * `Read named file` have the same words. Digits belong to the word before them, so that `arm64` is one word.
 */
export function splitWords(text: string): string[] {
  const separated = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return [...separated.matchAll(/[A-Za-z][A-Za-z0-9]*/g)].map(([word]) => word.toLowerCase());
}
