import { ComponentFinder, digestParts } from '@nx-testmon/core';
import type { LockedCopy, LockedDependency, LockGraph } from './lock-graph';

/**
 * Digest of every copy with all its dependencies, by ID, in one pass. Copies that depend on each other are
 * distinguished by their IDs. No other digest contains an ID, so lockfiles that name copies differently have the same
 * digests. Packages that contain only declarations affect only other declaration packages.
 */
export function digestLockGraph({ copies }: Pick<LockGraph, 'copies'>): ReadonlyMap<string, string> {
  const finder = new ComponentFinder<string>((id) =>
    dependenciesThatRun(copies.get(id)!).flatMap((dependency) => dependency.copies),
  );
  const digests = new Map<string, string>();
  for (const start of copies.keys()) {
    for (const { members } of finder.find(start)) {
      const [first = ''] = members;
      if (members.length === 1) {
        digests.set(first, digestCopy('', copies.get(first)!, digests));
        continue;
      }
      const own = [...members]
        .sort()
        .map((id) => [id, digestCopy(withoutTypes(id), copies.get(id)!, digests)] as const);
      const shared = digestParts(own.map(([, text]) => text));
      for (const [id, text] of own) digests.set(id, digestParts([text, shared]));
    }
  }
  return digests;
}

/** @param digests of the copies that it depends on, except for those that also depend on it */
function digestCopy(id: string, copy: LockedCopy, digests: ReadonlyMap<string, string>): string {
  const below = dependenciesThatRun(copy).map((dependency) => {
    const targets = dependency.copies.map((target) => digests.get(target) ?? `with ${withoutTypes(target)}`);
    return [dependency.name, ...(targets.length === 0 ? ['absent'] : targets.sort())].join(' ');
  });
  return digestParts([copy.name, id, copy.entry, ...below.sort()]);
}

/** Packages of `@types` contain only declarations, and pnpm installs test runners with them as optional peers. */
const holdsTypes = /^@types\//;

/**
 * Left out, because a type check depends on all installed packages anyway, and code that reads a declaration depends
 * on the package that contains it.
 */
function dependenciesThatRun({ name, dependencies }: LockedCopy): readonly LockedDependency[] {
  return holdsTypes.test(name) ? dependencies : dependencies.filter((one) => !holdsTypes.test(one.name));
}

/** An id of pnpm without peers that contain only types: `vitest@4.0.0(@types/node@22.0.0)(vite@8.0.0)`. */
function withoutTypes(id: string): string {
  return id.replaceAll(/\(@types\/[^()]*\)/g, '');
}
