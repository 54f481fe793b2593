import { isObject } from '../is-object';

const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** The names of the packages in all lists of dependencies of a manifest or of an entry of a lockfile, each once. */
export function dependencyNames(entry: Readonly<Record<string, unknown>>): string[] {
  return [...new Set(fields.flatMap((field) => Object.keys(isObject(entry[field]) ? entry[field] : {})))];
}
