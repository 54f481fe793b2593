/**
 * Whether a Vite configuration configures tests. Only its text is searched, because executing it would be
 * slow and could fail. If it is uncertain, the result is true: a target without tests is cheaper than tests
 * without a target.
 */
export function mentionsTests(text: string): boolean {
  return /\btest['"]?\s*[:,}]|\btest\s*\(|vitest|\bexport\s*(\*|\{[^}]*\})\s*from\b/.test(text);
}
