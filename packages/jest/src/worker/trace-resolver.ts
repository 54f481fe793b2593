import { patchFunction, tracedProcess, untracedNativeCode } from '@nx-testmon/runner';
import { processState } from '../process-state';

/** Jest's resolver. A process has one for each configuration. */
export type ModuleResolver = object;

type Methods = Record<string, unknown>;

const inPackage = /[\\/]node_modules[\\/]/;

const traced = () => processState('tracedResolvers', () => new Set());

/**
 * Makes a resolver report every specifier that Jest's runtime resolves for a test file, whether or not it
 * leads to a module. A resolver caches its results, but it is called again for each test file.
 */
export function traceResolver(resolver: ModuleResolver): void {
  const tracer = tracedProcess()?.tracer;
  const methods = prototypeWith('resolveModule', resolver);
  if (tracer === undefined || methods === undefined || traced().has(methods)) return;
  traced().add(methods);
  const report = (from: unknown, specifier: unknown, found?: string) => {
    if (typeof from === 'string' && typeof specifier === 'string')
      tracer.specifierUsed({ from, specifier, found }, true);
  };
  /** The target of a specifier only matters for loads by packages. */
  const reportLoadByPackage = (found: unknown, [from, specifier]: readonly unknown[]) => {
    if (typeof found === 'string' && inPackage.test(String(from)) && !inPackage.test(found))
      report(from, specifier, found);
  };
  // A native module that is already loaded in this process is passed to a test without being loaded again.
  const reportNativeCode = (found: unknown) => {
    const isNative = typeof found === 'string' && found.endsWith('.node');
    const native = isNative ? untracedNativeCode(found, 'worker') : undefined;
    if (native !== undefined) tracer.tracingLost(native);
  };
  for (const name of ['resolveModule', 'resolveModuleAsync'])
    patchFunction(methods, name, {
      before: ([from, specifier]) => report(from, specifier),
      after(found, args) {
        reportNativeCode(found);
        reportLoadByPackage(found, args);
      },
    });
  // Called directly for `require.resolve()` with folders to search.
  patchFunction(methods, 'resolveModuleFromDirIfExists', {
    before([folder, specifier, options]) {
      const { paths } = (options ?? {}) as { paths?: unknown };
      const folders: readonly unknown[] = Array.isArray(paths) ? [folder, ...(paths as unknown[])] : [];
      for (const one of folders) report(`${String(one)}/module`, specifier);
    },
  });
}

/** Whether every resolver that has served a test file in this process reports its requests. */
export function isResolverTraced(): boolean {
  return traced().size > 0;
}

function prototypeWith(name: string, resolver: ModuleResolver): Methods | undefined {
  for (let at: unknown = resolver; at !== null && at !== undefined; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, name)) return at as Methods;
  return undefined;
}
