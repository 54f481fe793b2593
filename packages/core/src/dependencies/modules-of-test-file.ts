import type { Dependencies } from './traversal';

/** The modules that a test file loads, without those that only the test runner loads, as its configuration. */
export function modulesOfTestFile({
  modules,
  configurations,
}: Pick<Dependencies, 'modules' | 'configurations'>): ReadonlySet<string> {
  if (configurations.size === 0) return modules;
  return new Set([...modules].filter((path) => !configurations.has(path)));
}
