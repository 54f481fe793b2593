import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadTrace } from '@nx-testmon/core';
import { workspacePath } from '@nx-testmon/runner';
import { readsKey } from './task-meta';
import type { TestModule } from './vitest-api';

/** Where a module is: a path in the workspace, the name of a package, or neither. */
interface ModuleLocation {
  readonly path?: string;
  readonly package?: string;
}

/** Takes from the tasks of test files what their workers have read. */
export class WorkerReads {
  readonly #workspaceRoot: string;
  /** Test files load much the same modules. A module that is not found may be there later. */
  readonly #locations = new Map<string, ModuleLocation>();

  constructor(workspaceRoot: string) {
    this.#workspaceRoot = workspaceRoot;
  }

  /** What a test file's worker has read; `undefined` where it was not traced. */
  take({ task: { meta }, project }: TestModule): ReadTrace | undefined {
    const given = meta?.[readsKey];
    if (!meta || given === undefined) return undefined;
    // The user's reporters see the task as well.
    delete meta[readsKey];
    const trace = isTrace(given) ? given : undefined;
    if (trace?.loaded === undefined) return trace;
    const found = trace.loaded.map((id) => this.#locate(project.config.root, id));
    const names = (kind: 'path' | 'package') => [...new Set(found.flatMap((one) => one[kind] ?? []))];
    return { ...trace, loaded: names('path'), packages: [...trace.packages, ...names('package')] };
  }

  #locate(projectRoot: string, id: string): ModuleLocation {
    const key = `${projectRoot}\0${id}`;
    const known = this.#locations.get(key) ?? locateModule(this.#workspaceRoot, projectRoot, id);
    if (known !== undefined) this.#locations.set(key, known);
    return known ?? {};
  }
}

/** Whether it is what the setup file has left. The schema of messages takes too long to load here. */
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

/**
 * Where a module is by its id: `/a.ts?query`, `file:///a.js`, `/@fs/a.ts`, `mock:/a.ts`.
 *
 * @returns `undefined` for a module that no file stands for
 */
function locateModule(workspaceRoot: string, projectRoot: string, id: string): ModuleLocation | undefined {
  const given = id.replace(/^(?:mock:|\/@fs)+(?=\/)/, '');
  const name = given.startsWith('file://') ? fileURLToPath(given) : given;
  if (!isAbsolute(name) || name.includes('\0')) return undefined;
  const plain = name.replace(/\?.*$/, '');
  const file = [name, plain, join(projectRoot, plain)].find((one) => existsSync(one));
  return file === undefined ? undefined : describeLocation(workspacePath(workspaceRoot, file));
}

function describeLocation(path: string): ModuleLocation {
  if (path.startsWith('../') || isAbsolute(path)) return {};
  const name = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)/.exec(path)?.[1];
  return name === undefined ? { path } : { package: name };
}
