import type { Fallback, FallbackKind, FallbackScope, RunFallbackKind } from './fallback';
import { fallbackTable } from './fallback-table';
import type { FallbackText } from './fallback-text';
import { isUnambiguousName, nameOfFallback } from './native-code';
import { runFallbackTexts } from './run-fallbacks';

export const fallbackKinds = Object.keys(fallbackTable) as FallbackKind[];

/** Whether the way in which the test file ran is the cause, not a place in code. */
export function isRunFallback(kind: FallbackKind): kind is RunFallbackKind {
  return kind in runFallbackTexts;
}

/** Whether any of the fallbacks has this scope. */
export function hasScope(fallbacks: readonly Fallback[] | undefined, scope: FallbackScope): boolean {
  return fallbacks?.some((one) => scopeOfFallback(one) === scope) === true;
}

/** What a test file depends on because of the fallback. */
export function scopeOfFallback({ kind }: Pick<Fallback, 'kind'>): FallbackScope {
  return fallbackTable[kind].scope;
}

/** A sentence without a period: `src/run.ts:12 starts git, whose reads can't be traced`. */
export function describeFallback(fallback: Fallback): string {
  const { verbs, object, objectOf }: FallbackText = fallbackTable[fallback.kind];
  const subject = nameOfFallback(fallback);
  const what = subject === undefined || objectOf === undefined ? object : objectOf(subject);
  return `${locationOfFallback(fallback) ?? 'the test file'} ${verbs[0]} ${what}`;
}

/** The sentence for all test files of a run: `the test files ran with coverage, …`. */
export function describeRunFallback({ kind, subject }: Fallback): string {
  const { verbs, object, objectOf }: FallbackText = fallbackTable[kind];
  return `the test files ${verbs[1]} ${subject === undefined || !objectOf ? object : objectOf(subject)}`;
}

/** `src/run.ts:12`; `undefined` if the cause is not in code. */
export function locationOfFallback({ module, line }: Fallback): string | undefined {
  return module === undefined || line === undefined ? module : `${module}:${line}`;
}

/** The number of test files that have a kind of fallback: `untraced process (2)`. */
export function describeFallbackCount(kind: FallbackKind, testFiles: number): string {
  const { heading } = fallbackTable[kind];
  return `${heading.charAt(0).toLowerCase()}${heading.slice(1)} (${testFiles})`;
}

/** A key that is equal for equal causes, and only for those. */
export function fallbackKey(fallback: Fallback): string {
  const { kind, module, line, block } = fallback;
  const parts = [kind, module ?? '', line ?? 0, block ?? '', nameOfFallback(fallback) ?? ''];
  // Facts that were stored with the name as one text keep their former identity.
  return JSON.stringify(isUnambiguousName(fallback) ? parts : [...parts, fallback.package ?? '']);
}

/** Each cause once, sorted. */
export function sortFallbacks(fallbacks: readonly Fallback[]): Fallback[] {
  const byKey = new Map(fallbacks.map((one) => [fallbackKey(one), one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
