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
 * Reports every module that Node's own loader loads or does not find. The loader reads files without the
 * functions of `fs`, and code can load modules that no import names (`postcss.config.js`, plugins).
 *
 * @param isRequired true if the trace of a process without these reports is incomplete
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
  // The hooks do not observe `require.resolve()`.
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

/** How many frames the hook adds between a missing module and its importer. */
const ownFrames = 10;

/** @returns the previous limit; `undefined` if it can't be changed */
function raiseStackLimit(): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== 'number') return undefined;
  return Reflect.set(Error, 'stackTraceLimit', stackTraceLimit + ownFrames) ? stackTraceLimit : undefined;
}
