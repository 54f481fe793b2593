import { isObject } from '@nx-testmon/core';
import { matchesPattern } from './matches-pattern';

/**
 * The possible targets of a name (`.`, `./sub`, `#internal`) in `exports` or `imports`, in source order. Every
 * condition that may apply counts, not only the first one, because both the test runner and Node load the modules of
 * a test. If none applies, all of them count.
 */
export function mapTargets(map: unknown, name: string, conditions: ReadonlySet<string>): string[] {
  const entries = isSubpathMap(map) ? map : { '.': map };
  const found = findEntry(entries, name);
  if (!found) return [];
  const applicable = collectTargets(found.target, conditions);
  const targets = applicable.length > 0 ? applicable : collectTargets(found.target, undefined);
  return [...new Set(targets.map((target) => target.replaceAll('*', () => found.rest)))];
}

/** Every target string in an `exports`, `imports` or `bin` value, whatever its conditions. */
export function allTargets(map: unknown): string[] {
  return [...new Set(collectTargets(map, undefined))];
}

function isSubpathMap(map: unknown): map is Readonly<Record<string, unknown>> {
  return isObject(map) && Object.keys(map).some((key) => key.startsWith('.') || key.startsWith('#'));
}

function findEntry(
  entries: Readonly<Record<string, unknown>>,
  name: string,
): { target: unknown; rest: string } | undefined {
  if (Object.hasOwn(entries, name) && !name.includes('*')) return { target: entries[name], rest: '' };
  const patterns = Object.keys(entries)
    .map((key) => (key.endsWith('/') ? { key, pattern: `${key}*` } : { key, pattern: key }))
    .filter(({ pattern }) => pattern.includes('*') && matchesPattern(pattern, name))
    .sort((a, b) => b.pattern.indexOf('*') - a.pattern.indexOf('*'));
  const best = patterns[0];
  if (!best) return undefined;
  const star = best.pattern.indexOf('*');
  const rest = name.slice(star, name.length - (best.pattern.length - star - 1));
  const target = entries[best.key];
  // The old form `"./lib/": "./dist/"` maps a whole folder.
  const isFolder = best.key !== best.pattern && typeof target === 'string';
  return { target: isFolder ? `${target}*` : target, rest };
}

function collectTargets(target: unknown, conditions: ReadonlySet<string> | undefined): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap((item) => collectTargets(item, conditions));
  if (!isObject(target)) return [];
  return Object.entries(target).flatMap(([condition, inner]) =>
    !conditions || conditions.has(condition) ? collectTargets(inner, conditions) : [],
  );
}
