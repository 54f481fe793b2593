import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { type FunctionOwner, patchFunction } from './patch-function';
import type { ReadTracer } from './read-tracer';

interface ResolveResult {
  readonly url: string;
}
interface ResolveContext {
  readonly parentURL?: string;
}
type Resolve = (
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => ResolveResult,
) => ResolveResult;

/**
 * Reports every module that Node's own loader loads or does not find. It reads files past the functions of `fs`, and
 * code can load modules that no import names (`postcss.config.js`, plugins).
 *
 * @param isRequired whether nothing is known of a process that does not report it
 */
export function traceModuleLoads(
  tracer: Pick<ReadTracer, 'moduleLoaded' | 'specifierUsed' | 'loadsTraced' | 'tracingLost'>,
  isRequired: boolean,
): void {
  const { registerHooks } = nodeModule as unknown as {
    registerHooks?: (hooks: { resolve: Resolve }) => unknown;
  };
  if (registerHooks === undefined) {
    if (isRequired) tracer.tracingLost({ kind: 'modules-unknown' });
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      let found: string | undefined;
      const limit = raiseStackLimit();
      try {
        const resolved = next(specifier, context);
        found = resolved.url;
        tracer.moduleLoaded(found);
        return resolved;
      } finally {
        if (limit !== undefined) Error.stackTraceLimit = limit;
        const { parentURL } = context;
        if (parentURL !== undefined) tracer.specifierUsed({ from: parentURL, specifier, found });
      }
    },
  });
  // The hooks do not see `require.resolve()`.
  const owner = (nodeModule as unknown as { Module: FunctionOwner }).Module;
  patchFunction(owner, '_resolveFilename', {
    before([specifier, parent, , options]) {
      const { filename } = (parent ?? {}) as { filename?: unknown };
      const { paths } = (options ?? {}) as { paths?: unknown };
      const folders: readonly unknown[] = Array.isArray(paths) ? paths : [];
      for (const from of [filename, ...folders.map((folder) => join(String(folder), 'module'))])
        if (typeof from === 'string' && typeof specifier === 'string')
          tracer.specifierUsed({ from, specifier, found: undefined });
    },
  });
  tracer.loadsTraced();
}

/** How many functions stand between a module that is not found and its importer because of the hook. */
const ownFrames = 10;

/** @returns the limit as it was; `undefined` where it can't be changed */
function raiseStackLimit(): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== 'number') return undefined;
  return Reflect.set(Error, 'stackTraceLimit', stackTraceLimit + ownFrames) ? stackTraceLimit : undefined;
}
