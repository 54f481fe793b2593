/**
 * Parses JSON that may hold comments and trailing commas, as `tsconfig.json` does.
 *
 * @returns `undefined` when it is no JSON even so
 */
export function parseJson(text: string): unknown {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    try {
      return JSON.parse(stripTrailingCommas(stripComments(plain)));
    } catch {
      return undefined;
    }
  }
}

/** Like `parseJson`, for files whose root must be an object. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A string is matched first, so that what looks like a comment or a comma inside it is left alone.
function stripComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_all, string?: string) => string ?? ' ',
  );
}

function stripTrailingCommas(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])/g, (_all, string?: string) => string ?? '');
}
