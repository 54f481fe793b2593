import {
  createAnalysis,
  type EnvironmentKey,
  type Failure,
  type Problem,
  installationRoots,
  type StoredDiscovery,
  type Project,
} from '@nx-testmon/core';
import {
  createModuleGraph,
  fingerprintDeclaredFiles,
  openWorkspaceFiles,
  type WorkspaceFiles,
} from '@nx-testmon/graph';
import type { RunFilters } from '@nx-testmon/runner';
import { describeEnvironment } from '../options/describe-environment';
import { readSystemSettings } from '../options/system-settings';
import type { Task } from '../task';
import type { TaskSession } from '../task-session';
import { findDiscovery } from './find-discovery';
import { findRunner, type ProjectRunner } from './find-runner';
import { modelReader } from './model-reader';
import { readSuite, type SuiteState } from './read-suite';

/** The state of a task in the current workspace. */
export interface TaskState extends ProjectRunner {
  /** The run filters in the test runner's arguments. */
  readonly runFilters: RunFilters;
  /** The environment, in the form that facts contain. */
  readonly environment: EnvironmentKey;
  readonly suites: readonly SuiteState[];
  /** The files of the workspace. Each is read on first use. */
  readonly files: WorkspaceFiles;
  /** New discoveries, which a collecting run stores. */
  readonly discovered: readonly StoredDiscovery[];
  /** Problems of the files that the user declared. */
  readonly declarationProblems: readonly Problem[];
}

export type ReadTaskResult = { readonly ok: true; readonly state: TaskState } | Failure;

/** Reads the workspace and finds the test files of a task. Writes nothing. */
export async function readTask(session: TaskSession, reader = modelReader): Promise<ReadTaskResult> {
  const { task, store, io } = session;
  const { workspace, options } = task;
  const found = findRunner(task);
  if (!found.ok) return found;
  const { project, runner, config } = found;
  const files = openWorkspaceFiles({
    root: workspace.root,
    installationRoots: installationRoots(workspace),
    cache: store.cache,
    reader,
    clock: io.clock,
    ...(io.sharedReader === undefined
      ? {}
      : { workspaceReader: io.sharedReader.current(workspace.root, io.clock()) }),
  });
  const analysis = createAnalysis(createModuleGraph({ files, workspace, env: io.env }), store.names);
  const read = await findDiscovery({ ...found, task, files, analysis, store, io });
  if (!read.ok) return read;

  const declared = fingerprintDeclaredFiles(files, declaredGlobs(options, project));
  const configs = [...(config === undefined ? [] : [config]), ...read.discovery.configFiles];
  const suites = read.discovery.suites.map((suite) =>
    readSuite({
      task,
      project,
      runner,
      suite,
      configs,
      declared: declared.fingerprints,
      files,
      store,
      env: io.env,
    }),
  );
  return {
    ok: true,
    state: {
      ...found,
      runFilters: runner.parseRunFilters(options.runnerArguments),
      environment: environmentOf(session, found),
      suites,
      files,
      discovered: read.fresh ? [read.fresh] : [],
      declarationProblems: declared.problems,
    },
  };
}

function environmentOf({ task, io }: TaskSession, { runner, version }: ProjectRunner): EnvironmentKey {
  const { workspace, options } = task;
  return describeEnvironment(options, {
    node: io.nodeVersion,
    runner: version,
    runnerArguments: runner.environmentArguments(options.runnerArguments),
    env: io.env,
    system: readSystemSettings(workspace.root),
  });
}

/** Nx replaces its tokens in the options of a target. In other places they are replaced here. */
function declaredGlobs({ dependsOnFiles }: Task['options'], { root }: Project): string[] {
  return dependsOnFiles.map((glob) =>
    glob.replace(/^\{projectRoot\}/, root).replace(/^(\{workspaceRoot\}\/|\.\/)+/, ''),
  );
}
