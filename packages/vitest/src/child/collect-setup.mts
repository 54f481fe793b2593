/**
 * Runs in the worker before each test file, and leaves what the probes saw with the file's task, where the
 * reporter finds it. A getter, so that it is read when the task is sent: after the hooks of the user.
 *
 * The bundle imports Node's own modules only: what is loaded here, tests would find loaded.
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
  /** Vitest 3. */
  readonly moduleCache?: ReadonlyMap<string, unknown>;
  /** From Vitest 4 on. */
  readonly evaluatedModules?: { readonly idToModuleMap?: ReadonlyMap<string, unknown> };
  readonly config?: Partial<ProjectConfig>;
  /** Absolute path of the test file. */
  readonly filepath?: unknown;
}

const nodeLoadsSymbol = Symbol.for('nx-testmon.node-loads');

// Taken before the test file can replace `process` and the clock.
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

// The project's own Vitest: this file's neighbors may have another. Where it can't be had, nothing is
// collected, and no test fails for it.
const runner = (await import(process.env['NX_TESTMON_RUNNER_API'] ?? 'vitest').catch(() => undefined)) as
  Hooks | undefined;

runner?.afterAll(function () {
  // Vitest 5 reads the parameters' names and refuses a rest parameter.
  // eslint-disable-next-line prefer-rest-params
  const task = ([...arguments] as unknown[]).map(fileTask).find((one) => one !== undefined);
  if (!task) return;
  // Reflect: what can't be defined is no error.
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

/** Vitest 3 and 4 give the suite first, 5 gives a context before it. */
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

/** From now on Node's own loader loads modules with probes. Test files that share a worker share this too. */
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

/** Where modules are shared, the path of the test file; `''` where Vitest does not give it. */
function sharingTestFile(): string | undefined {
  const { config = {}, filepath } = workerState() ?? {};
  if (isIsolated(config)) return undefined;
  return typeof filepath === 'string' ? filepath : '';
}

/** Ids of the modules that ran, where Vitest keeps them as it does today. */
function loadedModules(): { loaded?: string[] } {
  const state = workerState();
  const modules = state?.evaluatedModules?.idToModuleMap ?? state?.moduleCache;
  return modules === undefined ? {} : { loaded: [...modules.keys()] };
}

function workerState(): WorkerState | undefined {
  return (globalThis as { __vitest_worker__?: WorkerState }).__vitest_worker__;
}
