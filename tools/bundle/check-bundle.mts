import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { OutputChunk } from 'rolldown';
import type { Bundle } from './list-bundles.mts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * @throws Error if a bundle loads a package that its manifest does not declare, or if a module that names
 * paths by its own folder is bundled into another folder
 */
export function checkBundle(bundle: Bundle, chunks: readonly OutputChunk[], root: string): void {
  const base = join(root, 'packages', bundle.folder);
  const name = `${bundle.folder}: ${bundle.entries.join(', ')}`;
  const undeclared = findUndeclared(chunks, join(base, 'package.json'));
  if (undeclared.length > 0)
    throw new Error(`${name} loads ${undeclared.join(', ')}: add it to the dependencies of its package`);
  if (bundle.inlined.length > 0) return;
  const moved = chunks.flatMap((chunk) => findMoved(chunk, base));
  if (moved.length > 0)
    throw new Error(`${name}: ${moved.join(', ')} names a path by __dirname and is in another folder then`);
}

/** Loaded packages that the manifest does not declare. Node's modules do not count. */
function findUndeclared(chunks: readonly OutputChunk[], manifest: string): string[] {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const declared = { ...dependencies, ...peerDependencies };
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const loaded = chunks.flatMap(({ code, imports, dynamicImports }) => {
    // A `require` inside a function is not among the chunk's imports.
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, id = '']) => id);
    return [...imports, ...dynamicImports, ...required.filter((id) => !id.startsWith('.'))];
  });
  const packages = loaded
    .filter((id) => !own.has(id) && !id.startsWith('node:'))
    .map((id) => /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id);
  return [...new Set(packages)].filter((id) => !(id in declared));
}

/** Modules that name paths by their own folder and are bundled into a file of another folder. */
function findMoved({ fileName, moduleIds }: OutputChunk, base: string): string[] {
  const sources = join(base, 'src');
  return moduleIds
    .filter(
      (id) => id.startsWith(base) && relative(sources, dirname(id)) !== dirname(fileName).replace(/^\.$/, ''),
    )
    .filter((id) => /(?<!')\b__(?:dirname|filename)\b(?!')/.test(readFileSync(id, 'utf8')))
    .map((id) => relative(sources, id));
}
