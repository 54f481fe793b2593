import * as nodePath from 'node:path';
import {
  type Analysis,
  digestParts,
  type Discovery,
  type Failure,
  findDependencies,
  type Fingerprint,
  fingerprintReads,
  fingerprintVariables,
  installationRoots,
  isInside,
  isOutsideWorkspace,
  parseSuiteId,
  relativeToWorkspace,
  type StoredDiscovery,
} from '@nx-testmon/core';
import type { WorkspaceFiles } from '@nx-testmon/graph';
import type { DiscoveryRequest } from '@nx-testmon/runner';
import type { TaskStore } from '../../store/task-store';
import type { Task } from '../task';
import type { TaskSession } from '../task-session';
import type { ProjectRunner } from './find-runner';
import { whileRunning } from './shared-reader';

/** Increased when the description of the same configuration changes. */
const descriptionVersion = '5';

export type FoundDiscovery =
  { readonly ok: true; readonly discovery: Discovery; readonly fresh?: StoredDiscovery } | Failure;

export interface DiscoverySearch extends ProjectRunner {
  readonly task: Task;
  readonly files: WorkspaceFiles;
  /** The analysis of the workspace without the settings of a suite. */
  readonly analysis: Analysis;
  readonly store: TaskStore;
  readonly io: TaskSession['io'];
}

/**
 * Finds the discovery of a configuration: in the store if nothing that it was made from has changed,
 * otherwise with the test runner, which starts a process.
 */
export async function findDiscovery(search: DiscoverySearch): Promise<FoundDiscovery> {
  const { task, project, projectRoot, config, runner, version, store, io } = search;
  const { workspace, options } = task;
  const configPath =
    config === undefined ? project.root : relativeToWorkspace(nodePath, workspace.root, config);
  const key = `${project.name}:${configPath}:${digestParts([...options.runnerArguments, runner.name, version])}`;
  const kept = store.discovery(key);
  if (kept && isUsable(kept.discovery, search) && kept.closure === closureOf(search, kept.discovery)) {
    return { ok: true, discovery: kept.discovery };
  }
  const request: DiscoveryRequest = {
    workspaceRoot: workspace.root,
    projectRoot,
    projectName: project.name,
    config: options.config,
    installationRoots: installationRoots(workspace),
    runnerArguments: options.runnerArguments,
    env: io.env,
  };
  const discovered = await whileRunning(io, () => runner.discover(request));
  if (!discovered.ok) return discovered;
  const { discovery } = discovered;
  const closure = closureOf(search, discovery);
  return { ok: true, discovery, fresh: { key, closure, discovery } };
}

/**
 * Another version may have named the suites differently. Results would then belong to none of these suites.
 */
function isUsable({ runner, suites }: Discovery, search: DiscoverySearch): boolean {
  if (runner !== search.runner.name) return false;
  return suites.every((suite) => {
    const id = parseSuiteId(suite.id);
    return id?.project === search.project.name && id.runnerProject === suite.runnerProject;
  });
}

/**
 * Digest of everything that a discovery was made from: the configuration, the files that it imports and
 * names, and the test runner.
 */
function closureOf(
  { task, project, config, runner, version, files, analysis }: DiscoverySearch,
  discovery: Discovery,
): string {
  const { graph } = analysis;
  const configs = config === undefined ? [] : [relativeToWorkspace(nodePath, task.workspace.root, config)];
  const setup = [...new Set([...configs, ...discovery.configFiles])]
    .filter((file) => !isOutsideWorkspace(nodePath, file))
    .sort();
  const parts = [descriptionVersion, version, discovery.version];
  for (const path of setup) {
    const { hashes, fallbackProjects } = findDependencies(analysis, {
      testFile: path,
      project: project.name,
      setup: [],
      packages: runner.packages,
    });
    parts.push(path, ...[...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).flat());
    // A configuration with code that can't be followed depends on every file of its project.
    if (fallbackProjects.size > 0)
      for (const file of graph.projectFiles(project.name)) parts.push(file, graph.contentHash(file) ?? '');
  }
  for (const path of files.paths) {
    if (isInside(project.root, path) && runner.discoveryFileName.test(path))
      parts.push(path, graph.contentHash(path) ?? '');
  }
  parts.push(...fingerprintsOfReads(analysis, discovery).flatMap(({ block, hash }) => [block, hash]));
  return digestParts(parts);
}

/** Fingerprints of what the configuration's own code read, in the current state. */
function fingerprintsOfReads({ graph }: Analysis, { reads }: Discovery): Fingerprint[] {
  if (reads === undefined) return [];
  const { files, folders, lookups, variables } = reads;
  const trace = {
    files: new Set(files),
    folders: new Set(folders),
    lookups: new Set(lookups),
    packages: new Set<string>(),
    isComplete: true,
    fallback: false,
  };
  return [...fingerprintReads(graph, trace, new Set()), ...fingerprintVariables(graph, variables)];
}
