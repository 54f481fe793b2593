import { readFileSync, statSync } from 'node:fs';
import * as nodePath from 'node:path';
import { printableJson, toWorkspacePath } from '@nx-testmon/core';
import {
  type ExplainedTestFile,
  explainSource,
  explainTestFile,
  findCode,
  type SourceExplanation,
} from '@nx-testmon/engine';
import { askTasks } from '../../targets/ask-tasks';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import { taskName } from '../../targets/create-task';
import { drawTestFile } from './drawing';
import { parseCodeRequest } from './parse-code-request';
import { renderDot, renderMermaid } from './render-drawing';
import { renderSource } from './render-source';
import { renderTestFile } from './render-test-file';
import { toSourceDocument } from './source-document';
import { toTestFileDocument } from './test-file-document';
import { findTargets, projectOfFile, type TestmonTarget } from '../../targets/find-targets';
import { chooseProjects } from '../../workspace/match-projects';
import { type OpenedWorkspace, openWorkspace } from '../../workspace/open-workspace';

export interface ExplainFlags {
  readonly json?: boolean;
  readonly format?: 'tree' | 'mermaid' | 'dot';
  readonly projects?: readonly string[];
}

/**
 * Says why a test file would run now or be skipped, and what it depends on; of other files and of code in them, which
 * test files execute it or depend on it. Runs no test and writes nothing.
 *
 * @param text a path, with a line or a name in the code behind it
 */
export async function explainCommand(text: string, flags: ExplainFlags, io: CommandIo): Promise<ExitCode> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const { graph, kind, workspace } = opened;
  const request = parseCodeRequest(text, (path) => findFile(path, io.cwd, workspace.root));
  if (!request) return fail(io, { kind: 'file-not-found', file: text, root: workspace.root });
  const chosen = chooseProjects(opened, flags.projects);
  if (!chosen.ok) return fail(io, chosen.problem);
  const found = findTargets(graph, { projects: chosen.projects, kind, all: true });
  if (!found.ok) return fail(io, found.problem);
  const asked = { opened, flags, io };

  if (request.name === undefined && request.line === undefined) {
    const owner = projectOfFile(graph, request.file);
    const own = flags.projects ? found.targets : found.targets.filter(({ project }) => project === owner);
    const code = await explainAsTestFile(own, request.file, asked);
    if (code !== undefined) return code;
  }
  const code = findCode(readFileSync(nodePath.join(workspace.root, request.file), 'utf8'), request);
  if (!code.ok) return fail(io, code.problem);
  const { answers: results, refused } = await askTasks(found.targets, workspace, io, (task, taskIo) =>
    explainSource(task, code.code, taskIo),
  );
  const tasks = results.map(({ explanation }) => explanation);
  if (code.code.isWholeFile && tasks.some(({ isTestFile }) => isTestFile)) {
    const named = tasks.filter(({ isTestFile }) => isTestFile).map(taskName);
    const targets = found.targets.filter(({ project, name }) =>
      named.includes(taskName({ project, target: name })),
    );
    const exitCode = await explainAsTestFile(targets, request.file, asked);
    if (exitCode !== undefined) return exitCode;
  }
  if (flags.format !== undefined && flags.format !== 'tree')
    return fail(io, { kind: 'not-a-test-file', file: request.file, format: flags.format });
  io.print(renderCode(code.code, tasks, asked));
  return refused.length > 0 ? failTasks(io, refused) : 0;
}

interface Asked {
  readonly opened: Extract<OpenedWorkspace, { readonly ok: true }>;
  readonly flags: ExplainFlags;
  readonly io: CommandIo;
}

/** @returns `undefined` where the file is no test file of the targets */
async function explainAsTestFile(
  targets: readonly TestmonTarget[],
  testFile: string,
  asked: Asked,
): Promise<ExitCode | undefined> {
  const { flags, io } = asked;
  const withImports = flags.json !== true && (flags.format ?? 'tree') !== 'tree';
  const { answers: results, refused } = await askTasks(targets, asked.opened.workspace, io, (task, taskIo) =>
    explainTestFile(task, { testFile, withImports }, taskIo),
  );
  if (refused.length > 0) return failTasks(io, refused);
  const explained = results.flatMap((one) => one.explained);
  if (explained.length === 0) return undefined;
  io.print(renderTestFiles(explained, asked));
  return 0;
}

function renderTestFiles(explained: readonly ExplainedTestFile[], { flags, io }: Asked): string {
  if (flags.json === true)
    return printableJson({ testFiles: explained.map((one) => toTestFileDocument(one.explanation)) }, 2);
  switch (flags.format ?? 'tree') {
    case 'tree':
      return explained.map((one) => renderTestFile(one.explanation, io.colors)).join('\n\n');
    case 'mermaid':
      return explained.map((one) => renderMermaid(drawTestFile(one))).join('\n\n');
    case 'dot':
      return explained.map((one) => renderDot(drawTestFile(one))).join('\n\n');
  }
}

function renderCode(
  code: Parameters<typeof toSourceDocument>[0],
  tasks: readonly SourceExplanation[],
  { flags, io }: Asked,
): string {
  return flags.json === true
    ? printableJson({ source: toSourceDocument(code, tasks) }, 2)
    : renderSource({ code, tasks }, io.colors);
}

/** A path as typed in the working directory, or as reports show it, relative to the workspace root. */
function findFile(file: string, cwd: string, root: string): string | undefined {
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = [nodePath.resolve(cwd, file), nodePath.resolve(root, file)].find(isFile);
  return found === undefined ? undefined : toWorkspacePath(nodePath, root, found);
}
