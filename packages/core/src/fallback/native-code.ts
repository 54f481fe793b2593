import type { Fallback } from './fallback';

/** The subject of a fallback as people read it: `sqlite3 (node_sqlite3.node)` for native code of a package. */
export function nameOfFallback({ subject, package: name }: Fallback): string | undefined {
  return subject === undefined || name === undefined ? subject : `${name} (${subject})`;
}

/** The specifier by which code would load the subject of a fallback; `undefined` if it is unknown. */
export function specifierOfFallback({ subject, package: name }: Fallback): string | undefined {
  return name ?? subject;
}

/**
 * Whether no other fallback has the same name: not so for a file that is called like a file of a package (`a (b.node)`),
 * and for what is called like no package.
 */
export function isUnambiguousName({ kind, subject, package: name }: Fallback): boolean {
  if (name !== undefined) return kind === 'native-code' && Boolean(subject) && /^\S+$/.test(name);
  return kind !== 'native-code' || subject === undefined || !/^\S+ \(.+\)$/s.test(subject);
}
