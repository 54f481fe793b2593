import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as nodePath from 'node:path';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Fallback,
  type Instrumenter,
  isOutsideWorkspace,
  type LoadedTexts,
  type ReadTrace,
  withoutQuery,
} from '@nx-testmon/core';
import {
  LoadedTextRecorder,
  loadUntracedInstrumenter,
  type ProbesRequest,
  type RunRequest,
  untraced,
  workspacePath,
} from '@nx-testmon/runner';
import { addPlugin } from './add-plugin';
import { KnownBlocks } from './known-blocks';
import { canReport, CoverageReport } from './coverage/coverage-report';
import { wantsNoProbes } from './plain-transforms';
import { isSetupFile, setupFileOf } from './setup-file';
import { textFolderVariable } from './text-messages';
import { TextServer } from './text-server';
import { type NodeLoads, type NodeLoadsRequest, nodeLoadsVariable } from './node-loads';
import { nodeLoadsKey, probesKey } from './task-meta';
import { leaveUntraced, traceWorkers } from './trace-workers';
import { UserTransforms } from './user-transforms';
import type { ProjectApi, Specification, TestModule, VitePlugin, VitestApi } from './vitest-api';

/**
 * Collection for one run of Vitest: probes in the sources, and a setup file that passes on their marks. Must
 * be attached before any test file runs, and closed after the last one.
 */
export class Probes {
  /** The Vite plugin. It inserts probes into the original sources before any other change. */
  readonly plugin: VitePlugin;
  readonly #request: RunRequest;
  readonly #instrumenter: Instrumenter;
  readonly #probes: ProbesRequest;
  readonly #blocks = new KnownBlocks();
  /** Folder of the caches. */
  readonly #folder: string | undefined;
  readonly #userTransforms: UserTransforms;
  readonly #loadedTexts = new LoadedTextRecorder();
  /** Files that get no probes: test files and setup files, which count as a whole. */
  readonly #withoutProbes = new Set<string>();
  #texts: TextServer | undefined;
  /** Folder for the observations of processes that tests start. */
  #subprocesses: string | undefined;
  /** `undefined` until it is known whether anything is collected. */
  #isAttached: boolean | undefined;

  constructor(request: RunRequest, probes: ProbesRequest) {
    this.#request = request;
    this.#folder = probes.cache;
    this.#probes = probes;
    this.#instrumenter = loadUntracedInstrumenter(probes);
    this.#userTransforms = new UserTransforms(request.workspaceRoot);
    this.plugin = createPlugin((code, id) => this.#transform(code, id));
  }

  /**
   * Adds the setup file to the projects whose marks can be trusted, before any test file runs.
   *
   * @returns why nothing is collected, if so
   */
  attach(vitest: VitestApi, specifications: readonly Specification[]): Fallback | undefined {
    const fallback = whyNot(vitest);
    this.#isAttached = fallback === undefined;
    if (fallback !== undefined) return fallback;
    addPlugin(vitest, this.plugin);
    this.#userTransforms.watch(vitest);
    if (vitest.config.coverage.enabled === true) this.#keepOutOfReport(vitest);
    // Hoisted mocks may not find a probe in these files.
    for (const { moduleId } of specifications) this.#withoutProbes.add(moduleId);
    for (const { config } of vitest.projects) {
      const setup = [config.setupFiles ?? []].flat();
      for (const file of setup) this.#withoutProbes.add(file);
      config.setupFiles = [setupFileOf(config), ...setup];
    }
    const api = join(dirname(this.#request.entry), 'index.js');
    process.env['NX_TESTMON_RUNNER_API'] = pathToFileURL(api).href;
    this.#texts = new TextServer(this.#request.workspaceRoot, vitest, this.#instrumenter.findPlainTexts);
    process.env[textFolderVariable] = this.#texts.folder;
    const { workspaceRoot } = this.#request;
    const nodeLoads: NodeLoadsRequest = {
      ...this.#probes,
      workspaceRoot,
      // V8 counts coverage in the code that Node receives for a module, so probes would change it.
      insertsProbes: vitest.config.coverage.enabled !== true,
    };
    process.env[nodeLoadsVariable] = JSON.stringify(nodeLoads);
    this.#subprocesses = untraced(() => mkdtempSync(join(tmpdir(), 'nx-testmon-subprocesses-')));
    traceWorkers(vitest, this.#subprocesses);
    if (this.#folder !== undefined) leaveUntraced(this.#folder);
    return undefined;
  }

  /** The executed blocks of a test file by module; `undefined` if nothing was collected. */
  read({ task: { meta } }: TestModule): Record<string, readonly string[]> | undefined {
    const marks = meta?.[probesKey];
    if (!meta || typeof marks !== 'object' || marks === null) return undefined;
    // The user's reporters see the task too.
    delete meta[probesKey];
    const executed = this.#blocks.executed(marks as Record<string, string>);
    return { ...this.#executedByNode(meta[nodeLoadsKey]), ...executed };
  }

  /** Modules that Node's own loader has loaded for a test file. */
  readNodeTexts({ task: { meta } }: TestModule): LoadedTexts | undefined {
    const loads = meta?.[nodeLoadsKey] as NodeLoads | undefined;
    if (meta) delete meta[nodeLoadsKey];
    return loads?.texts;
  }

  /** Leaves out modules if Vitest has loaded another instance that is not known by its probes. */
  #executedByNode(loads: unknown): Record<string, readonly string[]> {
    const { blocks = {} } = (loads ?? {}) as Partial<NodeLoads>;
    const isKnown = (path: string) =>
      !this.#blocks.isDistrusted(path) && !this.#withoutProbes.has(join(this.#request.workspaceRoot, path));
    return Object.fromEntries(Object.entries(blocks).filter(([path]) => isKnown(path)));
  }

  /** Reads of a test file, including modules that plugins of the user have changed. */
  withUserTransforms(reads: ReadTrace): ReadTrace {
    return this.#userTransforms.addTo(reads);
  }

  /** The texts loaded since the last call; `undefined` if there are none. */
  takeLoadedTexts(): LoadedTexts | undefined {
    return this.#loadedTexts.take();
  }

  /** Must be called after the last worker has stopped. */
  close(): void {
    this.#texts?.close();
    const subprocesses = this.#subprocesses;
    if (subprocesses !== undefined) untraced(() => rmSync(subprocesses, { recursive: true, force: true }));
  }

  /** Path of a module of the workspace. */
  #pathOf(file: string): string | undefined {
    if (!isAbsolute(file) || /\0|[\\/]node_modules[\\/]/.test(file)) return undefined;
    const path = workspacePath(this.#request.workspaceRoot, file);
    return isOutsideWorkspace(nodePath, path) ? undefined : path;
  }

  #keepOutOfReport(vitest: VitestApi): void {
    new CoverageReport(vitest, this.#instrumenter.alignCode, (file) => {
      this.#withoutProbes.add(file);
      const path = this.#pathOf(file);
      if (path !== undefined) this.#blocks.distrust(path);
    }).attach();
  }

  #mayCarryProbes(file: string): boolean {
    return this.#isAttached === true && !this.#withoutProbes.has(file);
  }

  #transform(code: string, id: string): { code: string; map: string } | undefined {
    const file = withoutQuery(id);
    const path = this.#pathOf(file);
    if (path === undefined) return undefined;
    // The output of plugins does not matter here.
    const content = this.#loadedTexts.addFile(path, file);
    if (!this.#mayCarryProbes(file) || wantsNoProbes()) return undefined;
    // If another plugin has changed a source, its blocks differ from those of the file. The same applies to a
    // version with a query.
    if (file !== id || code !== content?.toString('utf8')) {
      if (file === id || !isVersion(id)) this.#userTransforms.addChanged(id);
      this.#blocks.distrust(path);
      return undefined;
    }
    const instrumented = this.#instrumenter.insertProbes(code, file, path);
    if (!instrumented) return undefined;
    this.#blocks.add(path, instrumented.blocks);
    return { code: instrumented.code, map: instrumented.map };
  }
}

function createPlugin(transform: (code: string, id: string) => { code: string; map: string } | undefined) {
  return { name: 'nx-testmon:probes', enforce: 'pre', load: loadSetup, transform } as const;
}

/**
 * Queries of Vite and Vitest that represent the module itself. All others (`?raw`) may return something
 * derived from its text.
 */
function isVersion(id: string): boolean {
  return /\?(?:[tv]=[^&]*|import|mock=[^&]*)$/.test(id);
}

/**
 * In a browser-like environment, Vite only serves files of its workspace to a test. The setup file may be
 * outside.
 */
function loadSetup(id: string): string | undefined {
  return isSetupFile(id) ? readFileSync(withoutQuery(id), 'utf8') : undefined;
}

function whyNot(vitest: VitestApi): Fallback | undefined {
  const { config, projects } = vitest;
  if (config.coverage.enabled === true && !canReport(vitest)) return { kind: 'coverage' };
  return projects.some(isInBrowser) ? { kind: 'browser' } : undefined;
}

function isInBrowser({ config }: ProjectApi): boolean {
  return config.browser?.enabled === true;
}
