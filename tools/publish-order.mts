export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Orders packages so that each comes after all packages that it depends on. Every published package can then
 * be installed, even if publishing stops halfway.
 *
 * @throws Error if packages depend on each other
 */
export function publishOrder<Published extends PublishedPackage>(
  packages: readonly Published[],
): readonly Published[] {
  const waiting = new Set(packages);
  const ordered: Published[] = [];
  while (waiting.size > 0) {
    const names = new Set([...waiting].map(({ name }) => name));
    const ready = [...waiting].filter(
      ({ dependencies, peerDependencies }) =>
        !Object.keys({ ...dependencies, ...peerDependencies }).some((name) => names.has(name)),
    );
    if (ready.length === 0) throw new Error(`packages depend on each other: ${[...names].join(', ')}`);
    for (const one of ready) waiting.delete(one);
    ordered.push(...ready);
  }
  return ordered;
}
