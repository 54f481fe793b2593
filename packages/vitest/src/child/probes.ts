import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Instrumenter } from '@nx-testmon/core';
import { type ProbesRequest, type RunRequest, workspacePath } from '@nx-testmon/runner';
import { addPlugin } from './add-plugin';
import { moduleCacheOf, readsNothing, shortHash, uncachedModules } from './module-cache';
import { probesKey } from './task-meta';
import { onDataRead, readsOfRunner, traceWorkers, untraced } from './trace-workers';
import type {
  PluginContext,
  ProjectApi,
  Specification,
  TestModule,
  VitePlugin,
  VitestApi,
} from './vitest-api';

/** The executed blocks of a test file by module; `undefined` where nothing was collected. */
export type ProbeReader = (module: TestModule) => Record<string, readonly string[]> | undefined;

/** Collection for one run of Vitest: probes in the sources, and a setup file that hands over their marks. */
export interface Probes {
  /** For Vite: writes probes into the original sources, before anything else changes them. */
  readonly plugin: VitePlugin;
  /**
   * Adds the setup file to the projects whose marks can be trusted, before any test file runs.
   *
   * @returns why nothing is collected, where that is so
   */
  attach(vitest: VitestApi, specifications: readonly Specification[]): string | undefined;
  readonly read: ProbeReader;
  /** After the last test file of a run that was not cut short. */
  ended(): void;
}

const setupFile = join(__dirname, 'collect-setup.mjs');

export function createProbes(request: RunRequest, { instrumenter, cache }: ProbesRequest): Probes {
  const { openInstrumenter } = require(instrumenter) as {
    openInstrumenter(folder?: string): Instrumenter;
  };
  const { version, ...instrumented } = openInstrumenter(cache && join(cache, 'probes'));
  // Whether it has to load its compiler depends on what other tasks have put into the cache.
  const insertProbes: Instrumenter['insertProbes'] = (...args) =>
    untraced(() => instrumented.insertProbes(...args));
  const uncached = cache === undefined ? undefined : uncachedModules(moduleCacheOf(cache));
  const blocks = new Map<string, readonly string[]>();
  /** Texts of modules that Vitest may take from its cache, with the probes of an earlier run in them. */
  const texts = new Map<string, { readonly file: string; readonly text: string }>();
  const left = new Set<string>();
  /** Modules of which a version without probes is about. */
  const unseen = new Set<string>();
  const nothing =
    cache === undefined
      ? undefined
      : readsNothing(moduleCacheOf(cache), JSON.stringify([request.projectName, request.config ?? '']));
  /** What the configuration has read; `false` where modules may not come from the cache. */
  let readBefore: string | false = false;
  let hasRead = false;
  /** `undefined` until it is known whether anything is collected. */
  let attached: boolean | undefined;

  /** Path of a module that may carry probes. */
  function pathOf(id: string): string | undefined {
    const file = fileOf(id);
    if (attached !== true || !isAbsolute(file) || /\0|[\\/]node_modules[\\/]/.test(file) || left.has(file))
      return;
    const path = workspacePath(request.workspaceRoot, file);
    return path.startsWith('../') ? undefined : path;
  }

  function transform(code: string, id: string): { code: string; map: string } | undefined {
    const path = pathOf(id);
    if (path === undefined) return;
    const file = fileOf(id);
    // A source that another plugin has changed has other blocks than the file, and so may a version with a query.
    if (file !== id || !isSource(file, code)) {
      if (file === id) uncached?.add(path);
      return void unseen.add(path);
    }
    const instrumented = insertProbes(code, file, path);
    if (!instrumented) return;
    learn(path, instrumented.blocks);
    return { code: instrumented.code, map: instrumented.map };
  }

  function learn(path: string, names: readonly string[]): void {
    const known = blocks.get(path);
    if (known && known.join('\n') !== names.join('\n')) unseen.add(path);
    else blocks.set(path, names);
  }

  /** What decides, apart from its text, how Vitest transforms a module; `false` for one that is not to be cached. */
  function cacheKey({ id, sourceCode }: { id: string; sourceCode: string }): string | false {
    const path = pathOf(id);
    const file = fileOf(id);
    // A module that comes from no file, or from another kind of file, may be made from several files.
    if (attached === true && (readBefore === false || !/\.[cm]?[jt]sx?$/.test(file))) return false;
    if (path === undefined) return attached !== undefined && `without probes ${readBefore}`;
    if (file !== id || uncached?.has(path) !== false) return false;
    const known = texts.get(path);
    if (known && known.text !== sourceCode) unseen.add(path);
    texts.set(path, { file, text: sourceCode });
    return `${version} ${path} ${readBefore}`;
  }

  function blocksOf(path: string): readonly string[] | undefined {
    const known = texts.get(path);
    if (known && !blocks.has(path))
      blocks.set(path, insertProbes(known.text, known.file, path)?.blocks ?? []);
    return blocks.get(path);
  }

  const plugin = {
    name: 'nx-testmon:probes',
    enforce: 'pre',
    load: loadSetup,
    transform,
    configureVitest({ defineCacheKeyGenerator, experimental_defineCacheKeyGenerator }: PluginContext) {
      (defineCacheKeyGenerator ?? experimental_defineCacheKeyGenerator)?.(cacheKey);
    },
  } as const;

  return {
    plugin,
    attach(vitest, specifications) {
      const reason = whyNot(vitest);
      attached = reason === undefined;
      if (reason !== undefined) return reason;
      addPlugin(vitest, plugin, cacheKey);
      // Test files and setup files count as a whole; hoisted mocks may not find a probe there.
      for (const { moduleId } of specifications) left.add(moduleId);
      for (const { config } of vitest.projects) {
        const setup = [config.setupFiles ?? []].flat();
        for (const file of setup) left.add(file);
        config.setupFiles = [setupFile, ...setup];
      }
      process.env['NX_TESTMON_RUNNER_API'] = pathToFileURL(join(dirname(request.entry), 'index.js')).href;
      traceWorkers(vitest);
      readBefore = nothing?.isRecorded() === true && describeReads();
      const isTraced = onDataRead(() => {
        hasRead = true;
        readBefore = false;
        nothing?.withdraw();
      });
      if (!isTraced) readBefore = false;
      return undefined;
    },
    ended() {
      if (attached === true && !hasRead) nothing?.record();
    },
    read({ task: { meta } }) {
      const seen = meta?.[probesKey];
      if (!meta || typeof seen !== 'object' || seen === null) return undefined;
      // The user's reporters see the task as well.
      delete meta[probesKey];
      const collected: Record<string, readonly string[]> = {};
      for (const [path, marks] of Object.entries(seen as Record<string, string>)) {
        const names = blocksOf(path);
        if (names?.length === marks.length && !unseen.has(path))
          collected[path] = names.filter((_, index) => marks[index] === '1');
      }
      return collected;
    },
  };
}

function describeReads(): string {
  const { files, folders, lookups } = readsOfRunner() ?? {};
  return shortHash(JSON.stringify([files, folders, lookups]));
}

function fileOf(id: string): string {
  return id.split('?')[0] ?? '';
}

/** Vite itself serves a test in a browser-like environment only what lies in its workspace; this may not. */
function loadSetup(id: string): string | undefined {
  return id.split('?')[0] === setupFile ? readFileSync(setupFile, 'utf8') : undefined;
}

function isSource(file: string, code: string): boolean {
  try {
    return readFileSync(file, 'utf8') === code;
  } catch {
    return false;
  }
}

function whyNot({ config, projects }: VitestApi): string | undefined {
  if (config.coverage.enabled === true)
    return 'no probes are inserted: they would appear in the coverage report';
  if (projects.some(isInBrowser)) return 'no probes are inserted: tests run in a browser';
  return undefined;
}

function isInBrowser({ config }: ProjectApi): boolean {
  return config.browser?.enabled === true;
}
