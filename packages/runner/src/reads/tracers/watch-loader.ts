import * as nodeModule from 'node:module';

/** The parts of Node's CommonJS loader that other code replaces to compile modules itself. */
interface LoaderClass {
  readonly _extensions: Readonly<Record<string, unknown>>;
  readonly _load: unknown;
  readonly prototype: { readonly _compile: unknown; readonly load: unknown };
}

/** Functions that other code replaces to find modules differently. */
const partsOfResolution = ['_resolveFilename', '_findPath', '_resolveLookupPaths', '_nodeModulePaths'];

/**
 * @param withResolution whether it matters how modules are found
 * @returns whether something may have loaded CommonJS without the hooks, as `tsx` and `@swc-node/register` do
 */
export function watchLoader(withResolution = false): () => boolean {
  const parts = partsOfLoader(withResolution);
  const extensions = new Map(Object.entries(loaderClass()._extensions));
  return () => {
    const now = partsOfLoader(withResolution);
    return now.some((part, at) => part !== parts[at]) || !isSame(extensions, loaderClass()._extensions);
  };
}

function loaderClass(): LoaderClass & Readonly<Record<string, unknown>> {
  return (nodeModule as unknown as { Module: LoaderClass & Readonly<Record<string, unknown>> }).Module;
}

function partsOfLoader(withResolution: boolean): readonly unknown[] {
  const Module = loaderClass();
  const { _load, prototype } = Module;
  const parts = [_load, prototype._compile, prototype.load];
  return withResolution ? [...parts, ...partsOfResolution.map((name) => Module[name])] : parts;
}

function isSame(known: ReadonlyMap<string, unknown>, now: Readonly<Record<string, unknown>>): boolean {
  let count = 0;
  for (const name in now) {
    if (known.get(name) !== now[name]) return false;
    count++;
  }
  return count === known.size;
}
