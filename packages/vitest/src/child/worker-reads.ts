import { existsSync } from 'node:fs';
import * as nodePath from 'node:path';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  InstallationFolders,
  isFallback,
  isOutsideWorkspace,
  packageFolderOf,
  type ReadTrace,
  type TracedLoads,
} from '@nx-testmon/core';
import { type RunRequest, workspacePath } from '@nx-testmon/runner';
import { isSetupFile } from './setup-file';
import { readsKey } from './task-meta';
import type { TestModule } from './vitest-api';

/** The location of a module: a path in the workspace, the folder of a package, or neither. */
interface ModuleLocation {
  readonly path?: string;
  readonly package?: string;
}

/** Reads the workers' traces from the tasks of test files. */
export class WorkerReads {
  readonly #workspaceRoot: string;
  readonly #installations: InstallationFolders;
  /** Test files load mostly the same modules. A module that is not found may exist later. */
  readonly #locations = new Map<string, ModuleLocation>();

  constructor({ workspaceRoot, installationRoots }: RunRequest) {
    this.#workspaceRoot = workspaceRoot;
    this.#installations = new InstallationFolders(installationRoots);
  }

  /** Reads of a test file's worker; `undefined` if they were not traced. */
  take({ task: { meta }, project }: TestModule): ReadTrace | undefined {
    const given = meta?.[readsKey];
    if (!meta || given === undefined) return undefined;
    // The user's reporters see the task too.
    delete meta[readsKey];
    const trace = isTrace(given) ? given : undefined;
    if (trace?.loaded === undefined) return trace;
    const found = trace.loaded.map((id) => this.#locate(project.config.root, id));
    const names = (kind: 'path' | 'package') => [...new Set(found.flatMap((one) => one[kind] ?? []))];
    return { ...trace, loaded: names('path'), packages: [...trace.packages, ...names('package')] };
  }

  #locate(projectRoot: string, id: string): ModuleLocation {
    const key = `${projectRoot}\0${id}`;
    const known = this.#locations.get(key);
    if (known !== undefined) return known;
    const path = locateModule(this.#workspaceRoot, projectRoot, id);
    if (path === undefined) return {};
    const described = describeLocation(this.#installations, path);
    // nx-testmon itself has added the setup file.
    const isOwn = described.package !== undefined && isSetupFile(join(this.#workspaceRoot, path));
    const found = isOwn ? {} : described;
    this.#locations.set(key, found);
    return found;
  }
}

/** Whether the value comes from the setup file. Loading a schema library here would take more than 100 ms. */
function isTrace(value: unknown): value is ReadTrace {
  const {
    files,
    modules,
    folders,
    lookups,
    packages,
    variables,
    created,
    loaded,
    loads,
    includesEarlierTestFiles = false,
    fallbacks = [],
  } = (value ?? {}) as Record<string, unknown>;
  const isStates = (one: unknown) =>
    typeof one === 'object' && one !== null && Object.values(one).every((state) => typeof state === 'string');
  const isNames = (one: unknown) => Array.isArray(one) && one.every((name) => typeof name === 'string');
  const lists = [packages, variables, created, ...(loaded === undefined ? [] : [loaded])];
  const { specifiers, byNode, withProbes = [] } = (loads ?? { byNode: [] }) as Partial<TracedLoads>;
  const isLoads = isNames(byNode) && isNames(withProbes) && Object.values(specifiers ?? {}).every(isNames);
  const isFlag = typeof includesEarlierTestFiles === 'boolean';
  const isFallbacks = Array.isArray(fallbacks) && fallbacks.every(isFallback);
  return (
    [files, modules, folders, lookups].every(isStates) &&
    lists.every(isNames) &&
    isLoads &&
    isFlag &&
    isFallbacks
  );
}

/**
 * The path of a module by its id, relative to the workspace: `/a.ts?query`, `file:///a.js`, `/@fs/a.ts`,
 * `mock:/a.ts`.
 *
 * @returns `undefined` for a module without a file
 */
function locateModule(workspaceRoot: string, projectRoot: string, id: string): string | undefined {
  const given = id.replace(/^(?:mock:|\/@fs)+(?=\/)/, '');
  const name = given.startsWith('file://') ? fileURLToPath(given) : given;
  if (!isAbsolute(name) || name.includes('\0')) return undefined;
  const plain = name.replace(/\?.*$/, '');
  const file = [name, plain, join(projectRoot, plain)].find((one) => existsSync(one));
  return file === undefined ? undefined : workspacePath(workspaceRoot, file);
}

function describeLocation(installations: InstallationFolders, path: string): ModuleLocation {
  if (isOutsideWorkspace(nodePath, path)) return {};
  if (!installations.isInstalled(path)) return { path };
  const folder = packageFolderOf(path);
  return folder === undefined ? { path } : { package: folder };
}
