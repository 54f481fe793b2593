import type { TracedImport } from '@nx-testmon/runner';

/** A module that Vitest has fetched. */
interface FetchedModule {
  readonly file?: unknown;
  readonly meta?: { readonly externalize?: unknown };
}
type Request = (url: string, importer?: string) => Promise<unknown>;

/**
 * The object that resolves and fetches modules in a worker: Vite's module runner since Vitest 4, `vite-node`
 * before.
 */
interface ModuleRunner {
  cachedModule?: Request;
  _resolveUrl?: Request;
  _fetchModule?: Request;
  readonly vitestOptions?: { readonly vm?: unknown };
  readonly externalModules?: unknown;
}
interface Mocker {
  readonly moduleRunner?: ModuleRunner;
  readonly executor?: ModuleRunner;
}

const inPackage = /[\\/]node_modules[\\/]/;
/** If modules are shared, many test files have one module runner. */
const isWatched = Symbol.for('nx-testmon.imports');

/**
 * Reports the imports of a test file that Vite did not rewrite as literal imports: their names are computed,
 * or they lead to nothing. For loads by packages, no code of the workspace shows how the module is used.
 *
 * @param root of the project, to which Vite's URLs are relative
 * @returns whether all imports are reported
 */
export function traceImports(scope: object, root: string, report: (load: TracedImport) => void): boolean {
  const mocker = (scope as { __vitest_mocker__?: Mocker }).__vitest_mocker__;
  const runner = mocker?.moduleRunner ?? mocker?.executor;
  // In a VM, Vitest loads external modules with its own loader.
  if (runner === undefined || runner.vitestOptions?.vm !== undefined || runner.externalModules !== undefined)
    return false;
  if (isWatched in runner) return true;
  const reportImport = (url: string, importer: string | undefined, found: string | undefined) => {
    const specifier = asPath(url, root);
    const isExact = found !== undefined && plainPath(specifier) === plainPath(found);
    if (importer !== undefined && (!isExact || inPackage.test(importer)))
      report({ from: importer, specifier, found });
  };
  if (typeof runner.cachedModule === 'function') {
    watch(runner, 'cachedModule', (url, importer, module) => {
      const { file, meta } = (module ?? {}) as FetchedModule;
      reportImport(url, importer, firstText(file, meta?.externalize));
    });
    return true;
  }
  if (typeof runner._resolveUrl !== 'function' || typeof runner._fetchModule !== 'function') return false;
  watch(runner, '_resolveUrl', (url, importer, resolved) => {
    const [, found] = Array.isArray(resolved) ? (resolved as readonly unknown[]) : [];
    reportImport(url, importer, firstText(found));
  });
  watch(runner, '_fetchModule', (url, importer, fetched) => {
    if (fetched === undefined) reportImport(url, importer, undefined);
  });
  return true;
}

/**
 * Calls the listener with the result of each request before the caller receives it; without a result if the
 * request failed.
 */
function watch(
  runner: ModuleRunner,
  name: 'cachedModule' | '_resolveUrl' | '_fetchModule',
  ended: (url: string, importer: string | undefined, result: unknown) => void,
): void {
  const original = runner[name] as Request;
  Object.defineProperty(runner, isWatched, { value: true, configurable: true });
  Object.defineProperty(runner, name, {
    configurable: true,
    writable: true,
    value(this: unknown, url: string, importer?: string, ...more: []): Promise<unknown> {
      const result: Promise<unknown> = Reflect.apply(original, this, [url, importer, ...more]);
      void result.then(
        (value) => ended(url, importer, value),
        () => ended(url, importer, undefined),
      );
      return result;
    },
  });
}

/** Vite writes paths of modules in the project's root without the root. */
function asPath(url: string, root: string): string {
  if (!url.startsWith('/') || url.startsWith('/@')) return url;
  const folder = root.endsWith('/') ? root.slice(0, -1) : root;
  return url === folder || url.startsWith(`${folder}/`) ? url : folder + url;
}

function plainPath(path: string): string {
  return path.replace(/^(?:file:\/\/|\/@fs)(?=\/)/, '').replace(/\?.*$/, '');
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string');
}
