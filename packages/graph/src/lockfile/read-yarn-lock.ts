import { isObject } from '../files/parse-json';
import { createLockGraph, type LockGraph } from './lock-graph';

/** Reads `yarn.lock` of Yarn 1 and of later ones; `undefined` when it is neither. */
export function readYarnLock(text: string): LockGraph | undefined {
  const lock = parse(text);
  // Without either mark the parser guesses, and guesses wrong.
  if (!lock || !(text.includes('# yarn lockfile v1') || isObject(lock['__metadata']))) return undefined;
  const { add, graph } = createLockGraph();
  for (const [key, entry] of Object.entries(lock)) {
    if (key === '__metadata') continue;
    if (!isObject(entry)) return undefined;
    const fields = ['version', 'resolved', 'resolution', 'integrity', 'checksum'];
    const described = JSON.stringify([key, ...fields.map((field) => entry[field] ?? null)]);
    const dependencies = dependencyRanges(entry);
    // Yarn 1 joins descriptors with `, ` and so does berry; an entry is the same package for all of them.
    const names = new Set(key.split(/,\s*/).flatMap((descriptor) => nameInDescriptor(descriptor) ?? []));
    for (const name of names)
      add(
        name,
        described,
        dependencies.map(([dependency]) => dependency),
        { version: versionOf(key, entry) },
      );
    if (!/@workspace:/.test(key)) continue;
    for (const [name, range] of dependencies) add(name, `wanted by ${key}: ${range}`, []);
  }
  return graph;
}

/** `undefined` for what is no version of a registry. */
function versionOf(key: string, { version }: Readonly<Record<string, unknown>>): string | undefined {
  const isOther = /@(?:workspace|link|portal|file|git|https?|exec):|github:/.test(key);
  return typeof version === 'string' && /^\d/.test(version) && !isOther ? version : undefined;
}

function dependencyRanges(entry: Readonly<Record<string, unknown>>): [string, string][] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((field) => {
    const value = entry[field];
    if (!isObject(value)) return [];
    return Object.entries(value).map(([name, range]): [string, string] => [name, String(range)]);
  });
}

function nameInDescriptor(descriptor: string): string | undefined {
  return /^"?((?:@[^/@]+\/)?[^/@]+)@/.exec(descriptor)?.[1];
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // Loaded late: most tasks take what a lockfile says from the cache.
    const { parseSyml } = require('@yarnpkg/parsers') as typeof import('@yarnpkg/parsers');
    const lock: unknown = parseSyml(text);
    return isObject(lock) ? lock : undefined;
  } catch {
    return undefined;
  }
}
