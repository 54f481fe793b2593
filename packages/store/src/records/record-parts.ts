import type { TestFileId } from '@nx-testmon/core';

/** Of names in everything that is stored, in characters. */
export const MAX_LABEL = 1024;
export const MAX_PATH = 4096;
export const MAX_SUITE = 8192;

/** The latest time that a date can have, in ms since 1970. */
export const LATEST = 8.64e15;

export function isName(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= max;
}

/** A time in ms since 1970, a duration in ms, or a count: a finite number that is not negative. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= LATEST;
}

/** The id of a test file without other fields; `undefined` for any other value. */
export function validateTestFileId(value: unknown): TestFileId | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { suite, path } = value as Record<string, unknown>;
  return isName(suite, MAX_SUITE) && isName(path, MAX_PATH) ? { suite, path } : undefined;
}
