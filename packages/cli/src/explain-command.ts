import { existsSync } from 'node:fs';
import * as nodePath from 'node:path';
import { printableJson, toWorkspacePath } from '@nx-testmon/core';
import { explainTestFile, type ExplainedTestFile } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail, failTasks } from './command-io';
import { createReadOnlyTask, type RefusedTask, taskName } from './create-task';
import { drawTestFile } from './explain/drawing';
import { renderDot, renderMermaid } from './explain/render-drawing';
import { renderTestFile } from './explain/render-test-file';
import { toTestFileDocument } from './explain/test-file-document';
import { findTargets, projectOfFile, type TestmonTarget } from './find-targets';
import { openWorkspace } from './open-workspace';

export type ExplainFormat = 'tree' | 'mermaid' | 'dot';

export interface ExplainFlags {
  readonly json?: boolean;
  readonly format?: ExplainFormat;
  readonly projects?: readonly string[];
}

/** Says why a test file would run now or be skipped, and what it depends on. Runs no test and writes nothing. */
export async function explainCommand(file: string, flags: ExplainFlags, io: CommandIo): Promise<ExitCode> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const { graph, kind, workspace } = opened;
  const testFile = findFile(file, io.cwd, workspace.root);
  if (testFile === undefined) return fail(io, { kind: 'file-not-found', file, root: workspace.root });
  const owner = projectOfFile(graph, testFile);
  const projects = flags.projects ?? (owner === undefined ? undefined : [owner]);
  if (projects === undefined) return fail(io, { kind: 'file-in-no-project', file: testFile });
  const found = findTargets(graph, { projects, kind, all: true });
  if (!found.ok) return fail(io, found.problem);

  const explained: ExplainedTestFile[] = [];
  const refused: RefusedTask[] = [];
  for (const target of found.targets) {
    const one = await explainIn(target, testFile);
    if ('explained' in one) explained.push(...one.explained);
    else refused.push(one);
  }
  if (refused.length > 0) return failTasks(io, refused);
  if (explained.length === 0)
    return fail(io, { kind: 'not-a-test-file', file: testFile, project: projects.join(', ') });
  io.print(render(explained, flags, io));
  return 0;

  async function explainIn(
    target: TestmonTarget,
    path: string,
  ): Promise<{ readonly explained: readonly ExplainedTestFile[] } | RefusedTask> {
    const created = createReadOnlyTask(target, workspace, { ...io, write: io.printError });
    if (!created.ok) return created;
    const withImports = flags.json !== true && (flags.format ?? 'tree') !== 'tree';
    const one = await explainTestFile(created.task, { testFile: path, withImports }, created.io);
    return one.ok ? one : { name: taskName(created.task), problems: [one.problem] };
  }
}

function render(
  explained: readonly ExplainedTestFile[],
  { json, format }: ExplainFlags,
  io: CommandIo,
): string {
  if (json === true)
    return printableJson({ testFiles: explained.map((one) => toTestFileDocument(one.explanation)) }, 2);
  switch (format ?? 'tree') {
    case 'tree':
      return explained.map((one) => renderTestFile(one.explanation, io.colors)).join('\n\n');
    case 'mermaid':
      return explained.map((one) => renderMermaid(drawTestFile(one))).join('\n\n');
    case 'dot':
      return explained.map((one) => renderDot(drawTestFile(one))).join('\n\n');
  }
}

/** A path as typed in the working directory, or as reports show it, relative to the workspace root. */
function findFile(file: string, cwd: string, root: string): string | undefined {
  const found = [nodePath.resolve(cwd, file), nodePath.resolve(root, file)].find((one) => existsSync(one));
  return found === undefined ? undefined : toWorkspacePath(nodePath, root, found);
}
