import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fallbackOfError } from '../fallback-of-error';
import type { FileSystemAccess } from '../tracers/file-system-calls';
import type { TracedImport } from '../targets/locate-specifier';
import { type FunctionOwner, patchFunction } from '../tracers/patch-function';
import { pathOfModule } from '../targets/read-paths';
import type { ReadTracer } from '../tracers/read-tracer';
import { traceModuleLoads } from '../tracers/trace-module-loads';
import { lookupsOfResolution, type ResolutionDisk } from './resolution-lookups';

type LoadTracer = Pick<ReadTracer, 'access' | 'moduleLoaded' | 'tracingLost' | 'untraced'>;

const untracedBuiltin = /^(?:node:)?(?:sqlite|wasi)$/;

/**
 * Reports the loads of a subprocess, and everything that decides which modules it loads: manifests, and files
 * that would take precedence. Node's loader accesses them without the functions of `fs`, and no dependency
 * graph knows them.
 *
 * @param main absolute path of the script, as the command line names it; `undefined` for code on the command
 * line
 */
export function traceSubprocessLoads(
  tracer: LoadTracer,
  disk: ResolutionDisk,
  main: string | undefined,
): void {
  const loads = new SubprocessLoads(tracer, disk);
  if (main !== undefined)
    loads.used({ from: join(process.cwd(), 'main'), specifier: main, found: undefined });
  traceModuleLoads(
    {
      moduleLoaded: (url) => loads.loaded(url),
      specifierUsed: (load) => loads.used(load),
      loadsTraced: () => undefined,
      tracingLost: (fallback, calledBy) => tracer.tracingLost(fallback, calledBy),
    },
    true,
  );
  patchFunction(process as unknown as FunctionOwner, 'getBuiltinModule', {
    before: ([name]) => loads.loaded(String(name)),
  });
  const { Module: owner } = nodeModule as unknown as { readonly Module: FunctionOwner };
  for (const name of ['register', 'registerHooks'])
    patchFunction(owner, name, {
      before: (_, calledBy) => tracer.tracingLost({ kind: 'custom-loader' }, calledBy),
    });
  patchFunction(owner, 'findPackageJSON', {
    before: (_, calledBy) =>
      tracer.tracingLost({ kind: 'untraced-builtin', subject: 'module.findPackageJSON()' }, calledBy),
  });
}

/** Finds what the loads of a subprocess depend on. Never throws an error into the user's code. */
export class SubprocessLoads {
  readonly #known = new Set<string>();

  constructor(
    private readonly tracer: LoadTracer,
    private readonly disk: ResolutionDisk,
  ) {}

  loaded(url: string): void {
    if (untracedBuiltin.test(url))
      this.tracer.tracingLost({ kind: 'untraced-builtin', subject: url.replace(/^(?:node:)?/, 'node:') });
    this.tracer.moduleLoaded(url);
    const path = url.startsWith('file:') || url.startsWith('/') ? pathOfModule(url) : '';
    if (path !== '') this.#readManifests(dirname(path));
  }

  used({ from, specifier }: TracedImport): void {
    const key = `${dirname(from)}\0${specifier}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const found = this.#inspect(() => lookupsOfResolution(this.disk, { from, specifier }));
    if (found === undefined) return;
    for (const access of found.accesses) this.tracer.access(access);
    if (!found.isFound) this.tracer.tracingLost({ kind: 'modules-unknown' });
  }

  /** The nearest manifest decides the kind of a module. */
  #readManifests(folder: string): void {
    if (this.#known.has(folder)) return;
    this.#known.add(folder);
    const manifest: FileSystemAccess = { type: 'read', path: join(folder, 'package.json') };
    this.tracer.access(manifest);
    const kind = this.#inspect(() => this.disk.kindOf(join(folder, 'package.json')) ?? 'unknown');
    if (kind === 'missing' && dirname(folder) !== folder) this.#readManifests(dirname(folder));
  }

  /** @returns `undefined` if the disk can't be read; the trace is then incomplete */
  #inspect<Result>(work: () => Result): Result | undefined {
    try {
      return this.tracer.untraced(work);
    } catch (error) {
      this.tracer.tracingLost(fallbackOfError(error));
      return undefined;
    }
  }
}
