import type { TestFileId } from '@nx-testmon/core';
import { join } from 'node:path';
import { createAnalysis, type KeptDiscovery, type Project, renderProblem } from '@nx-testmon/core';
import {
  createModuleGraph,
  fingerprintDeclaredFiles,
  moduleModelReader,
  openWorkspaceFiles,
  type WorkspaceFiles,
} from '@nx-testmon/graph';
import { findConfig, type RunFilters, type TestRunner } from '@nx-testmon/runner';
import { describeEnvironment } from '../options/environment';
import { findDiscovery } from './find-discovery';
import { orderTestFiles } from '../select-tests/order-test-files';
import { type PreparedTestFile, prepareSuite } from './prepare-suite';
import { chooseRunner } from '../test-runners';
import type { SelectedTestFile, Selection, Task, TaskIo } from '../task';
import { wholeNote, wholeRunReason } from './task-mode';
import type { TaskStore } from '../store/task-store';

/** Everything that is known before a task runs. */
export interface PreparedTask {
  readonly runner: TestRunner;
  readonly projectRoot: string;
  /** What the runner's arguments ask for beyond all tests. */
  readonly filters: RunFilters;
  /** Why nothing is skipped: the user said so, or because of what the runner was asked for. */
  readonly whole: string | undefined;
  /** Name and digest of the environment, as facts carry it. */
  readonly environment: string;
  readonly testFiles: readonly PreparedTestFile[];
  readonly selection: Selection;
  /** All test files, in the order in which they should run. */
  readonly order: readonly TestFileId[];
  readonly files: WorkspaceFiles;
  /** What was learned by asking the runner, to be kept by a collecting run. */
  readonly discovered: readonly KeptDiscovery[];
}

export type Preparation =
  { readonly ok: true; readonly task: PreparedTask } | { readonly ok: false; readonly problem: string };

/** Reads the workspace, finds the test files, compares them with their facts, and selects. Writes nothing. */
export async function prepareTask(task: Task, store: TaskStore, io: TaskIo): Promise<Preparation> {
  const { workspace, options } = task;
  const project = workspace.projects.find(({ name }) => name === task.project);
  if (!project) return { ok: false, problem: `there is no project ${task.project} in ${workspace.root}` };
  const projectRoot = join(workspace.root, project.root);
  const runner = chooseRunner(projectRoot, options);
  const installation = runner.findInstallation(projectRoot);
  if (!installation.ok) {
    return { ok: false, problem: renderProblem(installation.problem) };
  }
  const config = findConfig(runner, {
    projectRoot,
    config: options.config,
    workspaceRoot: workspace.root,
  });
  if (options.config !== undefined && config === undefined) {
    return {
      ok: false,
      problem: `there is no ${options.config} in ${projectRoot} or ${workspace.root}; correct the option config`,
    };
  }

  const files = openWorkspaceFiles({
    root: workspace.root,
    cache: store.cache,
    reader: moduleModelReader,
    now: io.now,
  });
  const analysis = createAnalysis(createModuleGraph({ files, workspace }), store.names);
  const found = await findDiscovery({
    task,
    project,
    config,
    runner,
    runnerVersion: installation.version,
    files,
    analysis,
    store,
    env: io.env,
  });
  if (!found.ok) return found;

  const filters = runner.parseRunFilters(options.runnerArguments);
  const environment = describeEnvironment(
    options,
    { node: io.nodeVersion, runner: installation.version },
    io.env,
  );
  const configs = config === undefined ? [] : [config];
  const declared = fingerprintDeclaredFiles(files, declaredGlobs(options, project));
  const testFiles = found.discovery.suites.flatMap((suite) =>
    prepareSuite({
      task,
      project,
      runner,
      suite,
      configs: [...configs, ...found.discovery.configFiles],
      environment,
      declared: declared.fingerprints,
      files,
      store,
    }),
  );
  const whole = wholeRunReason(options, filters);
  return {
    ok: true,
    task: {
      runner,
      projectRoot,
      filters,
      whole,
      environment,
      testFiles,
      selection: toSelection(task, testFiles, whole, [
        ...store.notes,
        ...files.notes,
        ...declared.notes,
        ...(testFiles.length === 0 ? [`no test files are found; ${runner.listHint}`] : []),
        ...seededNotes(whole === undefined ? testFiles : []),
        ...(filters.watch ? ['--watch is ignored: nx-testmon runs once and exits'] : []),
      ]),
      order: orderTestFiles(testFiles, store.lastRun),
      files,
      discovered: found.fresh ? [found.fresh] : [],
    },
  };
}

/** Nx fills in its tokens where an option stands in a target; elsewhere it is up to us. */
function declaredGlobs({ dependsOnFiles }: Task['options'], { root }: Project): string[] {
  return dependsOnFiles.map((glob) =>
    glob.replace(/^\{projectRoot\}/, root).replace(/^(\{workspaceRoot\}\/|\.\/)+/, ''),
  );
}

function seededNotes(testFiles: readonly SelectedTestFile[]): string[] {
  const count = testFiles.filter(({ decision }) => decision.kind === 'skipped' && decision.seeded).length;
  if (count === 0) return [];
  const are = count === 1 ? 'test file is skipped that has' : 'test files are skipped that have';
  return [`${count} ${are} passed at a base commit by the word given to testmon seed, not in a run`];
}

function toSelection(
  task: Task,
  testFiles: readonly PreparedTestFile[],
  whole: string | undefined,
  notes: readonly string[],
): Selection {
  const isSkipped = ({ decision }: SelectedTestFile) => whole === undefined && decision.kind === 'skipped';
  const skipped = testFiles.filter(isSkipped);
  const saved = skipped.map(({ decision }) => (decision.kind === 'skipped' ? decision.savedMs : 0));
  return {
    project: task.project,
    target: task.target,
    environment: task.options.environment,
    selected: testFiles
      .filter((file) => !isSkipped(file))
      .map((file) =>
        file.decision.kind === 'skipped' ? { ...file, reason: `not skipped: ${whole}` } : file,
      ),
    skipped,
    savedMs: saved.reduce((sum, ms) => sum + ms, 0),
    notes: whole === undefined ? notes : [wholeNote(whole), ...notes],
  };
}
