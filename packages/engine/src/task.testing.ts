import { cpSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildWorkspace, renderProblem } from '@nx-testmon/core';
import {
  createWorkspace,
  systemEnvironment,
  type TestWorkspace,
  type WorkspaceContent,
} from '@nx-testmon/testing';
import { parseTaskOptions } from './task/options/parse-task-options';
import { runTask } from './task/run-task';
import { explainTestFile } from './queries/explain/explain-test-file';
import type { TestFileExplanation } from './queries/explain/test-file-explanation';
import { selectTask } from './queries/select-task';
import type { DescribedSelection } from './task/described-selection';
import type { Task } from './task/task';
import type { TaskIo } from './task/task-io';
import type { DoneTask } from './task/task-report';

/** Options of a task, as a command line contains them. */
export type RawOptions = Readonly<Record<string, unknown>>;

export interface TaskWorkspaceOptions {
  /** Names of packages of this repository to link to, or `all` of them. */
  readonly packages?: 'all' | readonly string[];
  /** Project roots by name. */
  readonly projects?: Readonly<Record<string, string>>;
  /** Names of the projects that each depends on. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** How a task ended, and its output. */
export interface TaskRunInTest extends DoneTask {
  readonly lines: readonly string[];
  readonly output: string;
}

/** A workspace whose tasks can be run. A task without a project name uses the first project. */
export interface TaskWorkspace extends Disposable {
  readonly files: TestWorkspace;
  readonly root: string;
  task(raw?: RawOptions, project?: string): Task;
  io(more?: Partial<TaskIo>): TaskIo;
  run(raw?: RawOptions, more?: Partial<TaskIo>, project?: string): Promise<TaskRunInTest>;
  /** @throws Error if nothing can be selected */
  select(raw?: RawOptions, more?: Partial<TaskIo>): Promise<DescribedSelection>;
  /**
   * Paths of the test files that are selected while a file has another text, sorted. The file is restored
   * afterwards.
   *
   * @param text if it is missing, the file is deleted
   */
  selectedAfter(path: string, text: string | undefined, more?: Partial<TaskIo>): Promise<string[]>;
  /**
   * One for each suite that contains the test file.
   *
   * @throws Error if nothing can be explained
   */
  explain(testFile: string, more?: Partial<TaskIo>): Promise<readonly TestFileExplanation[]>;
}

/**
 * Writes a workspace with all packages of this repository installed; by default, it has one project `a` in
 * `libs/a`.
 */
export function createTaskWorkspace(
  content: WorkspaceContent,
  { packages = 'all', projects = { a: 'libs/a' }, dependencies = {} }: TaskWorkspaceOptions = {},
): TaskWorkspace {
  const files = createWorkspace({ 'nx.json': {}, ...content }, { packages });
  const [first = ''] = Object.keys(projects);
  const graph = Object.fromEntries(
    Object.entries(dependencies).map(([name, targets]) => [name, targets.map((target) => ({ target }))]),
  );

  function task(raw: RawOptions = {}, project = first): Task {
    const parsed = parseTaskOptions(raw, {});
    if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
    const workspace = buildWorkspace(files.root, projects, graph);
    return { workspace, project, target: 'testmon', execId: 'exec-1', options: parsed.options };
  }

  function io({ env, ...more }: Partial<TaskIo> = {}): TaskIo {
    return {
      env: { ...systemEnvironment, ...env },
      clock: Date.now,
      nodeVersion: process.versions.node,
      write: () => undefined,
      ...more,
    };
  }

  return {
    files,
    root: files.root,
    task,
    io,
    async run(raw, more, project) {
      const lines: string[] = [];
      const done = await runTask(task(raw, project), io({ write: (line) => lines.push(line), ...more }));
      return { ...done, lines, output: lines.join('\n') };
    },
    async select(raw, more) {
      const selected = await selectTask(task(raw), io(more));
      if (!selected.ok) throw new Error(renderProblem(selected.problem));
      return selected.selection;
    },
    async selectedAfter(path, text, more) {
      const restore = keepFile(files, path);
      if (text === undefined) files.remove(path);
      else files.write({ [path]: text });
      try {
        const { selected } = await this.select({}, more);
        return selected.map(({ testFile }) => testFile.path).sort();
      } finally {
        restore();
      }
    },
    async explain(testFile, more) {
      const explained = await explainTestFile(task(), { testFile, withImports: false }, io(more));
      if (!explained.ok) throw new Error(renderProblem(explained.problem));
      return explained.explained.map(({ explanation }) => explanation);
    },
    [Symbol.dispose]: () => files[Symbol.dispose](),
  };
}

/** @returns a function that restores the file, or removes it with the folders that were created for it */
function keepFile(files: TestWorkspace, path: string): () => void {
  if (existsSync(files.path(path))) {
    const text = files.read(path);
    return () => files.write({ [path]: text });
  }
  let made = path;
  while (!existsSync(dirname(files.path(made)))) made = dirname(made);
  return () => files.remove(made);
}

/** Copies a workspace that has the default projects, with everything in it. */
export function copyTaskWorkspace({ root }: TaskWorkspace): TaskWorkspace {
  const copy = createTaskWorkspace({}, { packages: [] });
  cpSync(root, copy.root, { recursive: true, verbatimSymlinks: true });
  return copy;
}
