import { digest } from '@nx-testmon/core';

/** Beyond this many keys a file is data, and counts as a whole. */
const mostKeys = 200;

/** The values of a JSON object by key, because a module that imports it may read only some of them. */
export function readJsonKeys(text: string): { readonly keys?: Readonly<Record<string, string>> } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value);
  if (entries.length > mostKeys || Object.hasOwn(value, '__proto__')) return {};
  return { keys: Object.fromEntries(entries.map(([key, one]) => [key, digest(JSON.stringify(one))])) };
}
