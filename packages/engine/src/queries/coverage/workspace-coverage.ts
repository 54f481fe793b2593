import * as nodePath from 'node:path';
import { type Failure, fromWorkspacePath, type Workspace } from '@nx-testmon/core';
import {
  createGlobMatcher,
  createModuleGraph,
  createSourceFileMatcher,
  locateBlocks,
  readCodePositions,
  type WorkspaceFiles,
  hasOwnTests,
} from '@nx-testmon/graph';
import { runnerSyntax } from '../../test-runners/runner-syntax';
import { readTask, type TaskState } from '../../task/read-task/read-task';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import { openTaskSession, type TaskSession } from '../../task/task-session';
import { type ExecutedCode, findExecutedCode } from '../executed-code/executed-code';
import type { TaskReader } from '../while-read';
import { type CoverageOfFile, toCoverageOfFile } from './coverage-of-file';
import { findUnexecuted, type UnexecutedCode } from './find-untested';
import { ModuleCoverage, type OutdatedCode } from './module-coverage';

/** Selects the files and facts that coverage is computed from. */
export interface CoverageRequest {
  readonly workspace: Workspace;
  /** Names of the projects whose files count; all projects by default. */
  readonly projects?: readonly string[] | undefined;
  /** If true, facts whose code has changed are left out. */
  readonly isFresh: boolean;
  /** Globs of files to leave out, relative to the workspace root. */
  readonly exclude: readonly string[];
}

/** The number of test files that the coverage comes from. */
export interface CoveredTestFiles {
  total: number;
  /** Test files whose executed code is known. */
  executed: number;
  /** Those among them whose code has changed since. */
  changed: number;
  /** Test files whose last run collected no executed code. */
  static: number;
  /** Test files that are assumed passing and have not run. */
  seeded: number;
  /** Test files without a fact in this environment. */
  none: number;
}

/** The coverage of a workspace according to the newest facts. */
export interface WorkspaceCoverage {
  /** Sorted by path. */
  readonly files: readonly CoverageOfFile[];
  /** Code that has changed since it was executed, by the path of its file. */
  readonly outdated: ReadonlyMap<string, readonly OutdatedCode[]>;
  readonly testFiles: Readonly<CoveredTestFiles>;
  /**
   * Paths of files that test files depend on, but that no test file has run with probes. Which of their code
   * was executed is unknown, and it counts as not executed. Sorted.
   */
  readonly unknown: readonly string[];
  /** Paths of source files that could not be parsed, sorted. */
  readonly unparsed: readonly string[];
  /**
   * Names of projects without tests that nx-testmon runs, sorted. Their files are left out if no test loads
   * them.
   */
  readonly projectsWithoutTests: readonly string[];
}

/** Code that no test file has executed, by path. */
export interface UnexecutedFiles {
  readonly unexecuted: ReadonlyMap<string, readonly UnexecutedCode[]>;
  /** Paths of files that test files depend on, but that no test file has run with probes, sorted. */
  readonly unknown: readonly string[];
}

/** The source files that count. */
interface SourceFiles extends Pick<WorkspaceCoverage, 'projectsWithoutTests'> {
  readonly files: Pick<WorkspaceFiles, 'text' | 'model'>;
  /** Sorted. */
  readonly paths: readonly string[];
}

const noSources: SourceFiles = {
  files: { text: () => undefined, model: () => undefined },
  paths: [],
  projectsWithoutTests: [],
};

interface FileResult {
  /** `empty`: the module contains no code that is counted. */
  readonly kind: 'known' | 'unknown' | 'unparsed' | 'empty';
  readonly coverage?: CoverageOfFile;
  readonly outdated?: readonly OutdatedCode[];
}

/** Gathers coverage task by task. Runs no test and writes nothing. */
export class CoverageReader implements Disposable {
  private readonly modules = new Map<string, ModuleCoverage>();
  /** Test files, and the files that run around them, such as setup files. */
  private readonly testPaths = new Set<string>();
  private readonly testedProjects = new Set<string>();
  private readonly counts: CoveredTestFiles = {
    total: 0,
    executed: 0,
    changed: 0,
    static: 0,
    seeded: 0,
    none: 0,
  };
  /**
   * The first task that was read. Its store has the models of all files and stays open until the reader is
   * closed.
   */
  private first: { readonly session: TaskSession; readonly files: WorkspaceFiles } | undefined;

  constructor(private readonly request: CoverageRequest) {}

  /** Adds the code that the test files of a task executed. */
  addTask(task: Task, io: TaskIo): Promise<{ readonly ok: true } | Failure> {
    return this.whileRead(task, io, () => ({ ok: true }) as const);
  }

  /** As {@link addTask}, and lets other queries use the task before its store is closed. */
  readonly whileRead: TaskReader = async (task, io, use) => {
    const session = await openTaskSession(task, io);
    try {
      const read = await readTask(session);
      if (!read.ok) return read;
      this.testedProjects.add(task.project);
      this.addTestPaths(read.state);
      for (const one of findExecutedCode(read.state, session.store)) this.addExecution(one);
      this.first ??= { session, files: read.state.files };
      return use({ state: read.state, session });
    } finally {
      if (this.first?.session !== session) session.store.close();
    }
  };

  read(): WorkspaceCoverage {
    const { files, paths, projectsWithoutTests } = this.findSources();
    const found = paths.map((path) => ({ path, ...this.readFile(path, files) }));
    const pathsOf = (kind: (typeof found)[number]['kind']) =>
      found.filter((one) => one.kind === kind).map(({ path }) => path);
    const covered = found.filter(({ coverage }) => coverage !== undefined);
    return {
      files: covered.flatMap(({ coverage }) => coverage ?? []),
      outdated: new Map(
        covered.flatMap(({ path, outdated = [] }) =>
          outdated.length > 0 ? [[path, outdated] as const] : [],
        ),
      ),
      testFiles: this.counts,
      unknown: pathsOf('unknown'),
      unparsed: pathsOf('unparsed'),
      projectsWithoutTests,
    };
  }

  /**
   * Finds the functions and branches of some files that no test file has executed, in their current or a
   * former form.
   *
   * @param paths relative to the workspace root; files that are not source files are ignored
   */
  readUnexecuted(paths: ReadonlySet<string>): UnexecutedFiles {
    const { files, paths: sources } = this.findSources();
    const unexecuted = new Map<string, readonly UnexecutedCode[]>();
    const unknown: string[] = [];
    for (const path of sources.filter((one) => paths.has(one))) {
      const text = files.text(path) ?? '';
      const [model, positions] = [files.model(path), readCodePositions(text, path, runnerSyntax)];
      if (!model || !positions) continue;
      const module = this.modules.get(path) ?? new ModuleCoverage();
      if (module.isUnknown(positions)) unknown.push(path);
      else {
        const isExecuted = module.executions(positions).everExecuted(model);
        unexecuted.set(path, findUnexecuted(locateBlocks(text, path, runnerSyntax) ?? [], text, isExecuted));
      }
    }
    return { unexecuted, unknown };
  }

  [Symbol.dispose](): void {
    this.first?.session.store.close();
  }

  private readFile(path: string, files: SourceFiles['files']): FileResult {
    const model = files.model(path);
    const positions = model && readCodePositions(files.text(path) ?? '', path, runnerSyntax);
    if (!positions) return { kind: 'unparsed' };
    const { functions, branches, statements } = positions;
    if (functions.length + branches.length + statements.length === 0) return { kind: 'empty' };
    const module = this.modules.get(path) ?? new ModuleCoverage();
    const executions = module.executions(positions);
    const count = executions.counter(model);
    const absolute = fromWorkspacePath(nodePath, this.request.workspace.root, path);
    return {
      kind: module.isUnknown(positions) ? 'unknown' : 'known',
      coverage: toCoverageOfFile(absolute, positions, count),
      outdated: executions.outdated(count, positions),
    };
  }

  private addTestPaths({ suites, files, runner }: TaskState): void {
    for (const { suite, testFiles } of suites) {
      const mayHoldSource = suite.includeSource.length > 0;
      for (const { testFile } of testFiles)
        if (!mayHoldSource || !hasOwnTests(files.text(testFile), runner.syntax)) this.testPaths.add(testFile);
      for (const path of [...suite.setup, ...(suite.setupFiles ?? [])]) this.testPaths.add(path);
    }
  }

  private addExecution(one: ExecutedCode): void {
    this.counts.total++;
    this.counts[one.basis]++;
    if (one.basis === 'none') return;
    const isChanged = [...one.modules.values()].some(({ blocks }) =>
      [...blocks.values()].some((state) => state !== 'same'),
    );
    if (isChanged && one.basis === 'executed') this.counts.changed++;
    if (isChanged && this.request.isFresh) return;
    for (const [path, module] of one.modules) {
      const known = this.modules.get(path) ?? new ModuleCoverage();
      this.modules.set(path, known);
      known.add(one, module);
    }
  }

  /** Finds the source files of projects with tests, and those of other projects that a test file loads. */
  private findSources(): SourceFiles {
    if (!this.first) return noSources;
    const { files } = this.first;
    const { workspace, projects } = this.request;
    const graph = createModuleGraph({ files, workspace });
    const isSource = createSourceFileMatcher();
    const isExcluded = createGlobMatcher(this.request.exclude);
    const found = workspace.projects
      .filter(({ name }) => projects?.includes(name) ?? true)
      .map(({ name, root }) => {
        const sources = graph
          .projectFiles(name)
          .filter((path) => isSource(root === '.' ? path : path.slice(root.length + 1)))
          .filter((path) => !this.testPaths.has(path) && !isExcluded(path));
        const counted = this.testedProjects.has(name)
          ? sources
          : sources.filter((path) => this.modules.has(path));
        return { name, counted, isLeftOut: counted.length < sources.length };
      });
    return {
      files,
      paths: found.flatMap(({ counted }) => counted).sort(),
      projectsWithoutTests: found.flatMap(({ name, isLeftOut }) => (isLeftOut ? [name] : [])).sort(),
    };
  }
}
