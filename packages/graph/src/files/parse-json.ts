import { isObject } from '@nx-testmon/core';
import type { ParseError } from 'jsonc-parser';

/**
 * Parses JSON that may contain comments and trailing commas, as `tsconfig.json` does.
 *
 * @returns `undefined` for any other text
 */
export function parseJson(text: string): unknown {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    return parseWithComments(plain);
  }
}

function parseWithComments(text: string): unknown {
  // Loaded late: most files are plain JSON.
  const { parse } = require('jsonc-parser') as typeof import('jsonc-parser');
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : undefined;
}

/** Like `parseJson`, for files whose root must be an object. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}
