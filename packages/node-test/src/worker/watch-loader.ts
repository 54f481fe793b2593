import * as nodeModule from 'node:module';

/** The parts of Node's loader for CommonJS that others replace in order to compile modules themselves. */
interface LoaderClass {
  readonly _extensions: Readonly<Record<string, unknown>>;
  readonly _load: unknown;
  readonly prototype: { readonly _compile: unknown; readonly load: unknown };
}

/** @returns whether something may have loaded CommonJS past the hooks by now, as `tsx` and `@swc-node/register` do */
export function watchLoader(): () => boolean {
  const atStart = partsOfLoader();
  return () => {
    const now = partsOfLoader();
    return now.length !== atStart.length || now.some((part, at) => part !== atStart[at]);
  };
}

function partsOfLoader(): readonly unknown[] {
  const { _extensions, _load, prototype } = (nodeModule as unknown as { Module: LoaderClass }).Module;
  return [_load, prototype._compile, prototype.load, ...Object.entries(_extensions).flat()];
}
