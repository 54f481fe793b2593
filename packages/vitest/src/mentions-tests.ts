/**
 * Whether a Vite configuration configures tests, by its text alone: running it would be slow and could fail.
 * Says yes rather than no, because a target without tests costs less than tests without a target.
 */
export function mentionsTests(text: string): boolean {
  return /\btest['"]?\s*[:,}]|\btest\s*\(|vitest|\bexport\s*(\*|\{[^}]*\})\s*from\b/.test(text);
}
