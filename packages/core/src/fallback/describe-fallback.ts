import type { Fallback, FallbackKind, FallbackScope } from './fallback';
import { fallbackTable } from './fallback-table';
import type { FallbackText } from './fallback-text';

/** All kinds. */
export const fallbackKinds = Object.keys(fallbackTable) as FallbackKind[];

/** Whether one of them makes this count. */
export function hasScope(fallbacks: readonly Fallback[] | undefined, scope: FallbackScope): boolean {
  return fallbacks?.some((one) => scopeOfFallback(one) === scope) === true;
}

/** What counts because of it. */
export function scopeOfFallback({ kind }: Pick<Fallback, 'kind'>): FallbackScope {
  return fallbackTable[kind].scope;
}

/** As a sentence without its full stop: `src/run.ts:12 starts git, whose reads can't be traced`. */
export function describeFallback(fallback: Fallback): string {
  const { kind, subject } = fallback;
  const { verbs, object, objectOf }: FallbackText = fallbackTable[kind];
  const what = subject === undefined || objectOf === undefined ? object : objectOf(subject);
  return `${locationOfFallback(fallback) ?? 'the test file'} ${verbs[0]} ${what}`;
}

/** The same for all test files of a run: `the test files ran with coverage, …`. */
export function describeRunFallback({ kind, subject }: Fallback): string {
  const { verbs, object, objectOf }: FallbackText = fallbackTable[kind];
  return `the test files ${verbs[1]} ${subject === undefined || !objectOf ? object : objectOf(subject)}`;
}

/** `src/run.ts:12`; `undefined` where no code is the cause. */
export function locationOfFallback({ module, line }: Fallback): string | undefined {
  return module === undefined || line === undefined ? module : `${module}:${line}`;
}

/** How many test files have a fallback of a kind: `untraced process (2)`. */
export function describeFallbackCount(kind: FallbackKind, testFiles: number): string {
  const { heading } = fallbackTable[kind];
  return `${heading.charAt(0).toLowerCase()}${heading.slice(1)} (${testFiles})`;
}

/** Equal for equal causes. */
export function fallbackKey({ kind, module, line, block, subject }: Fallback): string {
  return JSON.stringify([kind, module ?? '', line ?? 0, block ?? '', subject ?? '']);
}

/** Each cause once, sorted. */
export function sortFallbacks(fallbacks: readonly Fallback[]): Fallback[] {
  const byKey = new Map(fallbacks.map((one) => [fallbackKey(one), one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
