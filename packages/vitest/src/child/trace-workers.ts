import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadTrace } from '@nx-testmon/core';
import { readsEnvironment, tracedProcess, workspacePath } from '@nx-testmon/runner';
import { readsKey } from './task-meta';
import type { TestModule, VitestApi } from './vitest-api';
import { workerReads } from '../reads-settings';

const pools = ['threads', 'forks', 'vmThreads', 'vmForks'];

/** Makes every worker load the preload script before anything else; before any of them starts. */
export function traceWorkers(vitest: VitestApi): void {
  const traced = tracedProcess();
  if (traced === undefined) return;
  Object.assign(process.env, readsEnvironment(workerReads(traced.settings)));
  const withPreload = (given: unknown) => [
    '--require',
    traced.preload,
    ...((given ?? []) as readonly string[]),
  ];
  if (Number.parseInt(vitest.version, 10) > 3) {
    for (const { config } of vitest.projects) config.execArgv = withPreload(config.execArgv);
    return;
  }
  // Vitest 3 starts its workers by the options of each pool, and asks the root configuration alone.
  const given = vitest.config.poolOptions ?? {};
  const ours: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const pool of pools) ours[pool] = { ...given[pool], execArgv: withPreload(given[pool]?.['execArgv']) };
  vitest.config.poolOptions = { ...given, ...ours };
}

/** What a test file's worker read; `undefined` where it was not traced. */
export function readsOf(
  workspaceRoot: string,
  { task: { meta }, project }: TestModule,
): ReadTrace | undefined {
  const given = meta?.[readsKey];
  if (!meta || given === undefined) return undefined;
  // It was for us alone.
  delete meta[readsKey];
  const trace = isTrace(given) ? given : undefined;
  if (trace?.loaded === undefined) return trace;
  const found = trace.loaded.map((id) => locateModule(workspaceRoot, project.config.root, id));
  const names = (kind: 'path' | 'package') => [...new Set(found.flatMap((one) => one[kind] ?? []))];
  return { ...trace, loaded: names('path'), packages: [...trace.packages, ...names('package')] };
}

/** Whether it is what the setup file has left; the schema of messages takes too long to load here. */
function isTrace(value: unknown): value is ReadTrace {
  const { files, modules, folders, lookups, packages, created, loaded } = (value ?? {}) as Record<
    string,
    unknown
  >;
  const isStates = (one: unknown) =>
    typeof one === 'object' && one !== null && Object.values(one).every((state) => typeof state === 'string');
  const isNames = (one: unknown) => Array.isArray(one) && one.every((name) => typeof name === 'string');
  const lists = loaded === undefined ? [packages, created] : [packages, created, loaded];
  return [files, modules, folders, lookups].every(isStates) && lists.every(isNames);
}

interface Place {
  readonly path?: string;
  readonly package?: string;
}

/** Test files load much the same modules; what is nowhere may come to be. */
const places = new Map<string, Place>();

function locateModule(workspaceRoot: string, projectRoot: string, id: string): Place {
  const key = `${projectRoot}\0${id}`;
  const known = places.get(key) ?? findModule(workspaceRoot, projectRoot, id);
  if (known !== undefined) places.set(key, known);
  return known ?? {};
}

/** Where a module is by its id: `/a.ts?query`, `file:///a.js`, `/@fs/a.ts`, `mock:/a.ts`; or nowhere. */
function findModule(workspaceRoot: string, projectRoot: string, id: string): Place | undefined {
  const given = id.replace(/^(?:mock:|\/@fs)+(?=\/)/, '');
  const name = given.startsWith('file://') ? fileURLToPath(given) : given;
  if (!isAbsolute(name) || name.includes('\0')) return undefined;
  const plain = name.replace(/\?.*$/, '');
  // Made up by a plugin, where it is none of them.
  const file = [name, plain, join(projectRoot, plain)].find((one) => existsSync(one));
  return file === undefined ? undefined : placeModule(workspacePath(workspaceRoot, file));
}

function placeModule(path: string): Place {
  if (path.startsWith('../') || isAbsolute(path)) return {};
  const name = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)/.exec(path)?.[1];
  return name === undefined ? { path } : { package: name };
}

/** What this process itself has read; `undefined` where it is not traced. */
export function readsOfRunner(): ReadTrace | undefined {
  return tracedProcess()?.tracer.traceOfProcess();
}

/** The runner's search for test files reads nothing that a test depends on: the search itself is compared. */
export function searchUntraced<Result>(search: () => Promise<Result>): Promise<Result> {
  return tracedProcess()?.tracer.search(search) ?? search();
}

/** Work of our own in this process, which no test depends on. */
export function untraced<Result>(work: () => Result): Result {
  const tracer = tracedProcess()?.tracer;
  return tracer === undefined ? work() : tracer.untraced(work);
}

/** Calls the listener when something is read that is no module. @returns whether this process is traced */
export function onDataRead(listener: () => void): boolean {
  tracedProcess()?.tracer.onDataRead(listener);
  return tracedProcess() !== undefined;
}
