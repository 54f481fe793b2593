import { join } from 'node:path';
import {
  type Fingerprint,
  findSuiteDependencies,
  type KeptDiscovery,
  type Project,
  type Ran,
  type Suite,
  type SuiteTestFile,
  type TestDependencies,
} from '@nx-testmon/core';
import {
  createModuleGraph,
  fingerprintDeclaredFiles,
  findTestFiles,
  moduleModelReader,
  openWorkspaceFiles,
  type WorkspaceFiles,
} from '@nx-testmon/graph';
import type { FoundTestFile, Narrowing } from '@nx-testmon/runner';
import { describeEnvironment } from './environment';
import { findDiscovery } from './find-discovery';
import { orderTestFiles } from './order-test-files';
import { describeDecision } from './reason';
import { chooseRunner, type Runner } from './runners';
import { setupRoots } from './setup-roots';
import type { SelectedTestFile, Selection, Task } from './task';
import { wholeNote, wholeRunReason } from './task-mode';
import type { TaskStore } from './task-store';

/** What a face hands in from its process. */
export interface TaskIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints one line. */
  readonly write: (line: string) => void;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Full version of Node, such as `22.12.0`. */
  readonly nodeVersion: string;
  /** Whether a debugger is attached to this process, and so to those that it starts. */
  readonly isDebugged?: boolean;
}

/** A test file of a suite, with what it depends on now. */
export interface PreparedTestFile extends SelectedTestFile {
  readonly dependencies: TestDependencies;
  /** What it depends on if it runs like this; absent where test files share modules. */
  readonly narrowed?: (ran: Ran) => TestDependencies;
}

/** Everything that is known before a task runs. */
export interface PreparedTask {
  readonly runner: Runner;
  readonly projectRoot: string;
  readonly narrowed: Narrowing;
  /** Why nothing is skipped: the user said so, or because of what the runner was asked for. */
  readonly whole: string | undefined;
  /** Name and digest of the environment, as facts carry it. */
  readonly environment: string;
  readonly testFiles: readonly PreparedTestFile[];
  readonly selection: Selection;
  /** All test files, in the order in which they should run. */
  readonly order: readonly FoundTestFile[];
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
  const installation = runner.find(projectRoot);
  if (!installation.ok) {
    const { message, next } = installation.failure;
    return { ok: false, problem: `${message} ${next}` };
  }
  const config = runner.findConfig(projectRoot, options.config, workspace.root);
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
  const graph = createModuleGraph({ files, workspace });
  const found = await findDiscovery({
    task,
    project,
    config,
    runner,
    runnerVersion: installation.version,
    files,
    graph,
    store,
    env: io.env,
  });
  if (!found.ok) return found;

  const narrowed = runner.narrowing(options.runnerArguments);
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
  const whole = wholeRunReason(options, narrowed);
  return {
    ok: true,
    task: {
      runner,
      projectRoot,
      narrowed,
      whole,
      environment,
      testFiles,
      selection: toSelection(task, testFiles, whole, [
        ...store.notes,
        ...files.notes,
        ...declared.notes,
        ...(testFiles.length === 0 ? [`no test files are found; ${runner.listHint}`] : []),
        ...seededNotes(whole === undefined ? testFiles : []),
        ...(narrowed.watch ? ['a task ends: the runner does not watch'] : []),
      ]),
      order: orderTestFiles(testFiles, store.lastRun),
      files,
      discovered: found.fresh ? [found.fresh] : [],
    },
  };
}

interface SuiteToPrepare {
  readonly task: Task;
  readonly project: Project;
  readonly runner: Runner;
  readonly suite: Suite;
  readonly configs: readonly string[];
  readonly environment: string;
  readonly declared: readonly Fingerprint[];
  readonly files: WorkspaceFiles;
  readonly store: TaskStore;
}

function prepareSuite({
  task,
  project,
  runner,
  suite,
  configs,
  environment,
  declared,
  files,
  store,
}: SuiteToPrepare): PreparedTestFile[] {
  const graph = createModuleGraph({
    files,
    workspace: task.workspace,
    context: suite,
    ignoredPackages: task.options.ignoreDependencies,
  });
  const found = testFilesOf(task.workspace.root, suite);
  const { transformConfigName } = runner;
  const transformConfigs = transformConfigName
    ? files.paths.filter((path) => transformConfigName.test(path))
    : [];
  const { setup, packages } = setupRoots(graph, task.workspace.root, suite, runner.name, [
    ...configs,
    ...transformConfigs,
  ]);
  const roots = {
    project: project.name,
    setup,
    packages,
    snapshots: suite.snapshots,
    declared,
    linksNames: suite.linksNames === true,
    keepsImports: suite.keepsImports === true,
    // Types come from packages too, and those of `@types` are imported by nobody.
    ...(suite.checksTypes ? { typed: [...setup, ...lockfilesIn(files)] } : {}),
  };
  const dependencies = findSuiteDependencies(graph, roots, found);
  return found.map(({ testFile }) => {
    const own = dependencies.of(testFile);
    const narrowed = (ran: Ran) => dependencies.narrowed(testFile, ran);
    const decision = store.decide(suite.id, testFile, {
      environment,
      hashes: own.hashes,
      ...(suite.isolate ? { narrowed: (ran) => narrowed(ran).hashes } : {}),
    });
    return {
      file: testFile,
      suite: suite.id,
      decision,
      reason: describeDecision(decision),
      dependencies: own,
      ...(suite.isolate ? { narrowed } : {}),
    };
  });
}

/** Nx fills in its tokens where an option stands in a target; elsewhere it is up to us. */
function declaredGlobs({ dependsOnFiles }: Task['options'], { root }: Project): string[] {
  return dependsOnFiles.map((glob) =>
    glob.replace(/^\{projectRoot\}/, root).replace(/^(\{workspaceRoot\}\/|\.\/)+/, ''),
  );
}

function lockfilesIn(files: WorkspaceFiles): string[] {
  const names = [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    'bun.lock',
    'bun.lockb',
  ];
  return names.filter((name) => files.contentHash(name) !== undefined);
}

/** Each test file once; a type test is one wherever it is found as such. */
function testFilesOf(workspaceRoot: string, suite: Suite): SuiteTestFile[] {
  const types = new Map<string, boolean>();
  for (const { path, kind } of findTestFiles(workspaceRoot, suite)) {
    types.set(path, types.get(path) === true || kind === 'typecheck');
  }
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([testFile, isTyped]) => ({ testFile, types: isTyped || suite.checksTypes === true }));
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
