import { type Failure, isInside, type Workspace } from '@nx-testmon/core';
import {
  type ChangedLines,
  CoverageReader,
  findUntested,
  isModulePath,
  readChangedLines,
  type TaskReader,
  type UntestedChanges,
} from '@nx-testmon/engine';
import type { CommandIo } from '../../command-io';
import { type RefusedTask, taskName } from '../../targets/create-task';
import { findTargets, type TestmonTarget } from '../../targets/find-targets';
import { queryTasks } from '../../targets/query-tasks';
import type { OpenedWorkspace } from '../../workspace/open-workspace';

/** The changes to inspect: by default, all uncommitted changes of all projects. */
export interface UntestedRequest {
  readonly base?: string | undefined;
  readonly projects?: readonly string[] | undefined;
}

export type UntestedResult =
  | {
      readonly ok: true;
      readonly untested: UntestedChanges;
      /** Tasks for which it is unknown what they executed. */
      readonly refused: readonly RefusedTask[];
    }
  | Failure;

export const uncommitted = 'HEAD';

/**
 * Compares changed lines with the code that test files executed. Runs no test and writes nothing. The store is
 * only read if a module has changed.
 */
export class UntestedReader implements Disposable {
  private constructor(
    private readonly workspace: OpenedWorkspace,
    private readonly changed: { readonly base: string; readonly lines: ChangedLines },
    private readonly paths: ReadonlySet<string>,
    private readonly coverage: CoverageReader,
  ) {}

  /** Finds the changed lines. */
  static async open(
    opened: OpenedWorkspace,
    { base = uncommitted, projects }: UntestedRequest,
    io: CommandIo,
  ): Promise<{ readonly ok: true; readonly reader: UntestedReader } | Failure> {
    const { workspace } = opened;
    const changed = await readChangedLines(workspace.root, base, io.env);
    if (!changed.ok) return changed;
    const { lines } = changed;
    const roots = rootsOf(workspace, projects);
    const isChanged = (path: string) => isModulePath(path) && roots.some((root) => isInside(root, path));
    const paths = new Set([...lines.keys()].filter(isChanged));
    const coverage = new CoverageReader({ workspace, projects, isFresh: false, exclude: [] });
    return { ok: true, reader: new UntestedReader(opened, { base, lines }, paths, coverage) };
  }

  /**
   * Reads a task for another query and for this one. Absent if no module has changed: the task is then only
   * needed for the other query.
   */
  get taskReader(): TaskReader | undefined {
    return this.paths.size === 0 ? undefined : this.coverage.whileRead;
  }

  /**
   * Test files of every project may execute the changed code: this reads the other tasks.
   *
   * @param known the targets whose tasks were read with {@link taskReader}
   */
  async read(known: readonly TestmonTarget[], io: CommandIo): Promise<UntestedResult> {
    const { base, lines } = this.changed;
    if (this.paths.size === 0) return { ok: true, untested: { base, code: [], unknown: [] }, refused: [] };
    const { graph, kind, workspace } = this.workspace;
    const found = findTargets(graph, { kind, all: true });
    if (!found.ok) return found;
    const names = new Set(known.map(nameOf));
    const others = found.targets.filter((target) => !names.has(nameOf(target)));
    const { refused } = await queryTasks(others, workspace, io, (task, taskIo) =>
      this.coverage.addTask(task, taskIo),
    );
    const { unexecuted, unknown } = this.coverage.readUnexecuted(this.paths);
    return { ok: true, untested: { base, code: findUntested(unexecuted, lines), unknown }, refused };
  }

  [Symbol.dispose](): void {
    this.coverage[Symbol.dispose]();
  }
}

function nameOf({ project, name }: TestmonTarget): string {
  return taskName({ project, target: name });
}

function rootsOf({ projects }: Workspace, names: readonly string[] | undefined): string[] {
  return projects.filter(({ name }) => names?.includes(name) ?? true).map(({ root }) => root);
}

/** Reads all tasks for the changed code alone. */
export async function readUntested(
  opened: OpenedWorkspace,
  request: UntestedRequest,
  io: CommandIo,
): Promise<UntestedResult> {
  const found = await UntestedReader.open(opened, request, io);
  if (!found.ok) return found;
  using reader = found.reader;
  return await reader.read([], io);
}
