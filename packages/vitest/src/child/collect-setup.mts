/**
 * Runs in the worker before each test file, and adds the executed probes to the file's task, where the
 * reporter finds them. It defines a getter, so that they are read when the task is sent, after the user's
 * hooks.
 *
 * The bundle only imports Node's own modules, because tests would find any other module already loaded.
 */
import {
  type InstrumentedNodeLoads,
  instrumentNodeLoads,
  loadInstrumenter,
  type PlainTextFinder,
  prepareRealm,
  tracedProcess,
  watchStackReads,
  workspacePath,
} from '@nx-testmon/runner';
import { noReads, type TracedLoads } from '@nx-testmon/core';
import { askForText } from './ask-for-text.js';
import { isIsolated } from './is-isolated.js';
import { type NodeLoads, type NodeLoadsRequest, nodeLoadsVariable } from './node-loads.js';
import { textFolderVariable } from './text-messages.js';
import { nodeLoadsKey, probesKey, readsKey } from './task-meta.js';
import { traceImports } from './trace-imports.js';
import type { ProjectConfig } from './vitest-api.js';

interface Hooks {
  afterAll(hook: () => void): void;
}
interface FileTask {
  readonly meta: object;
}
interface WorkerState {
  /** In Vitest 3. */
  readonly moduleCache?: ReadonlyMap<string, unknown>;
  /** Since Vitest 4. */
  readonly evaluatedModules?: { readonly idToModuleMap?: ReadonlyMap<string, unknown> };
  readonly config?: Partial<ProjectConfig>;
  /** Absolute path of the test file. */
  readonly filepath?: unknown;
}

const nodeLoadsSymbol = Symbol.for('nx-testmon.node-loads');

// Saved before the test file can replace `process` and the clock.
const { now } = Date;
const traced = tracedProcess();
const tracer = traced?.tracer;
/** Modules that were loaded before have no probes. */
const loadedBefore = new Set(tracer?.traceOfProcess().loads?.byNode);
tracer?.startTestFile(sharingTestFile());
const tracesImports =
  tracer !== undefined &&
  traceImports(globalThis, workerState()?.config?.root ?? '', (load) => tracer.specifierUsed(load, true));
const nodeLoads = tracesImports ? watchNodeLoads() : undefined;
const seen = prepareRealm(globalThis, findPlainText());
watchStackReads(globalThis, seen);

// The project's own Vitest; the one beside this file may be another. If it can't be loaded, nothing is
// collected, and no test fails.
const runner = (await import(process.env['NX_TESTMON_RUNNER_API'] ?? 'vitest').catch(() => undefined)) as
  Hooks | undefined;

runner?.afterAll(function () {
  // Vitest 5 reads the parameters' names and refuses a rest parameter.
  // eslint-disable-next-line prefer-rest-params
  const task = ([...arguments] as unknown[]).map(fileTask).find((one) => one !== undefined);
  if (!task) return;
  // `Reflect` does not throw if the property can't be defined.
  Reflect.defineProperty(task.meta, probesKey, {
    enumerable: true,
    configurable: true,
    get: readMarks,
  });
  if (nodeLoads) {
    Reflect.defineProperty(task.meta, nodeLoadsKey, {
      enumerable: true,
      configurable: true,
      get: (): NodeLoads => ({ blocks: nodeLoads.executedBlocks(seen), texts: nodeLoads.texts.all }),
    });
  }
  if (!tracer) return;
  Reflect.defineProperty(task.meta, readsKey, {
    enumerable: true,
    configurable: true,
    get: readTrace,
  });
});

/** Vitest 3 and 4 pass the suite first, Vitest 5 passes a context before it. */
function fileTask(argument: unknown): FileTask | undefined {
  const { file, meta } = (argument ?? {}) as { file?: Partial<FileTask>; meta?: object };
  if (file?.meta) return file as FileTask;
  return meta ? (argument as FileTask) : undefined;
}

function readMarks(): Record<string, string> {
  return Object.fromEntries([...seen].map(([id, marks]) => [id, marks.join('')]));
}

function readTrace(): object {
  const { loads, ...trace } = tracer?.endTestFile() ?? noReads;
  traced?.storeCompiledCode?.();
  return { ...trace, ...(tracesImports && loads ? { loads: withProbes(loads) } : {}), ...loadedModules() };
}

function withProbes(loads: TracedLoads): TracedLoads {
  return nodeLoads
    ? { ...loads, withProbes: loads.byNode.filter((path) => nodeLoads.hadProbes(path)) }
    : loads;
}

/**
 * Makes Node's own loader load modules with probes from now on. Test files that share a worker share this
 * too.
 */
function watchNodeLoads(): InstrumentedNodeLoads | undefined {
  const known = (process as unknown as Record<symbol, InstrumentedNodeLoads | undefined>)[nodeLoadsSymbol];
  const request = process.env[nodeLoadsVariable];
  if (known !== undefined || request === undefined || !tracer) return known;
  const { workspaceRoot, insertsProbes, ...probes } = JSON.parse(request) as NodeLoadsRequest;
  const isWithoutProbes = (file: string) =>
    !insertsProbes || loadedBefore.has(workspacePath(workspaceRoot, file));
  const value = instrumentNodeLoads({
    workspaceRoot,
    isWithoutProbes,
    untraced: (work) => tracer.untraced(work),
    openInstrumenter: () => loadInstrumenter(probes, now),
  });
  Object.defineProperty(process, nodeLoadsSymbol, { value });
  return value;
}

function findPlainText(): PlainTextFinder {
  const folder = process.env[textFolderVariable];
  const ask = folder === undefined ? () => undefined : askForText(folder);
  const find: PlainTextFinder = (text, path) => nodeLoads?.findPlainText(text, path) ?? ask(text, path);
  return (text, path) => (tracer ? tracer.untraced(() => find(text, path)) : find(text, path));
}

/** The path of the test file if modules are shared; `''` if Vitest does not provide it. */
function sharingTestFile(): string | undefined {
  const { config = {}, filepath } = workerState() ?? {};
  if (isIsolated(config)) return undefined;
  return typeof filepath === 'string' ? filepath : '';
}

/** Ids of the executed modules, if this version of Vitest keeps them in a known place. */
function loadedModules(): { loaded?: string[] } {
  const state = workerState();
  const modules = state?.evaluatedModules?.idToModuleMap ?? state?.moduleCache;
  return modules === undefined ? {} : { loaded: [...modules.keys()] };
}

function workerState(): WorkerState | undefined {
  return (globalThis as { __vitest_worker__?: WorkerState }).__vitest_worker__;
}
