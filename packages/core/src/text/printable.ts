/**
 * Characters that a terminal, a log or an editor interprets instead of showing them: control characters, line
 * separators, and characters that change the text direction.
 */
const obeyed = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A name in a form that is safe to print on one line. Names of files, projects and recorded data may contain any
 * character. Printed unchanged, they could rewrite what the user sees, or start a line that a CI system interprets as
 * a command.
 */
export function printable(name: string): string {
  return name.replace(obeyed, escape);
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.replace(obeyed, (character) => (character === '\n' ? character : escape(character)));
}

/** JSON with the same value, without characters that a terminal interprets. */
export function printableJson(value: unknown, indent?: number): string {
  // Line breaks are part of the format: no value contains a raw line break.
  return JSON.stringify(value, undefined, indent).replace(obeyed, (character) =>
    character === '\n' ? character : escape(character),
  );
}

function escape(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  return shortEscapes[character] ?? `\\u${code}`;
}
