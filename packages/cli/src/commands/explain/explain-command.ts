import { readFileSync, statSync } from 'node:fs';
import * as nodePath from 'node:path';
import { toWorkspacePath } from '@nx-testmon/core';
import {
  type CodeRequest,
  type ExplainedTestFile,
  explainSource,
  explainTestFile,
  findCode,
} from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { printResults } from '../../output/print-results';
import { taskName } from '../../targets/create-task';
import type { TestmonTarget } from '../../targets/find-targets';
import { failWithoutTargets } from '../../targets/find-uncovered-projects';
import { type OpenedTargets, openTargets } from '../../targets/open-targets';
import { queryTasks } from '../../targets/query-tasks';
import { projectOfFile } from '../../workspace/project-of-file';
import { drawTestFile } from './drawing';
import type { ExplainedSourceDocument, ExplainedTestFileDocument } from './explanation-schema';
import { parseCodeRequest } from './parse-code-request';
import { renderDot, renderMermaid } from './render-drawing';
import { renderSource } from './render-source';
import { renderTestFile } from './render-test-file';
import { toSourceDocument } from './source-document';
import { toTestFileDocument } from './test-file-document';

export interface ExplainFlags {
  readonly json?: boolean;
  readonly format?: 'tree' | 'mermaid' | 'dot';
  readonly projects?: readonly string[];
}

/** The request of a command line, and its workspace. */
interface ExplainContext {
  readonly opened: OpenedTargets;
  readonly flags: ExplainFlags;
  readonly io: CommandIo;
}

/**
 * Explains why a test file would run now or be skipped, and what it depends on. For other files and code in
 * them, it lists the test files that execute or depend on them. Runs no test and writes nothing.
 *
 * @param text a path, optionally followed by a line or a name in the code
 */
export async function explainCommand(text: string, flags: ExplainFlags, io: CommandIo): Promise<ExitCode> {
  const opened = await openTargets(io, { patterns: flags.projects, all: true });
  if (!opened.ok) return failWithoutTargets(io, opened);
  const { root } = opened.workspace;
  const request = parseCodeRequest(text, (path) => findFile(path, io.cwd, root));
  if (!request) return fail(io, { kind: 'file-not-found', file: text, root });
  const context = { opened, flags, io };
  const isWholeFile = request.name === undefined && request.line === undefined;
  const exitCode = isWholeFile ? await explainOwnTestFile(request.file, context) : undefined;
  return exitCode ?? explainCode(request, context);
}

/** Looks for the test file in the project that contains it, unless projects were chosen. */
function explainOwnTestFile(file: string, context: ExplainContext): Promise<ExitCode | undefined> {
  const { opened, flags } = context;
  const owner = projectOfFile(opened.graph, file);
  const targets = flags.projects ? opened.targets : opened.targets.filter(({ project }) => project === owner);
  return explainTestFiles(file, targets, context);
}

/** @returns `undefined` if the file is not a test file of the targets */
async function explainTestFiles(
  testFile: string,
  targets: readonly TestmonTarget[],
  { opened, flags: { json, format = 'tree' }, io }: ExplainContext,
): Promise<ExitCode | undefined> {
  const withImports = json !== true && format !== 'tree';
  const { results, refused } = await queryTasks(targets, opened.workspace, io, (task, taskIo) =>
    explainTestFile(task, { testFile, withImports }, taskIo),
  );
  const explained = results.flatMap((one) => one.explained);
  if (explained.length === 0 && refused.length === 0) return undefined;
  const document: ExplainedTestFileDocument = {
    testFiles: explained.map(({ explanation }) => toTestFileDocument(explanation)),
  };
  return printResults(io, json, {
    document,
    render: () => explained.map((one) => renderTestFileAs(format, one, io)).join('\n\n'),
    refused,
  });
}

function renderTestFileAs(
  format: NonNullable<ExplainFlags['format']>,
  explained: ExplainedTestFile,
  { colors }: CommandIo,
): string {
  switch (format) {
    case 'tree':
      return renderTestFile(explained.explanation, colors);
    case 'mermaid':
      return renderMermaid(drawTestFile(explained));
    case 'dot':
      return renderDot(drawTestFile(explained));
  }
}

/** A test file of another project is explained as a test file. */
async function explainCode(request: CodeRequest, context: ExplainContext): Promise<ExitCode> {
  const { opened, flags, io } = context;
  const { workspace, targets } = opened;
  const found = findCode(readFileSync(nodePath.join(workspace.root, request.file), 'utf8'), request);
  if (!found.ok) return fail(io, found.problem);
  const { code } = found;
  const { results, refused } = await queryTasks(targets, workspace, io, (task, taskIo) =>
    explainSource(task, code, taskIo),
  );
  const tasks = results.map(({ explanation }) => explanation);
  const withTestFile = code.isWholeFile ? tasks.filter(({ isTestFile }) => isTestFile).map(taskName) : [];
  if (withTestFile.length > 0) {
    const others = targets.filter(({ project, name }) =>
      withTestFile.includes(taskName({ project, target: name })),
    );
    const exitCode = await explainTestFiles(request.file, others, context);
    if (exitCode !== undefined) return exitCode;
  }
  if (flags.format !== undefined && flags.format !== 'tree')
    return fail(io, { kind: 'not-a-test-file', file: request.file, format: flags.format });
  const document: ExplainedSourceDocument = { source: toSourceDocument(code, tasks) };
  return printResults(io, flags.json, {
    document,
    render: () => renderSource({ code, tasks }, io.colors),
    refused,
  });
}

/** A path relative to the working directory, or as reports show it, relative to the workspace root. */
function findFile(file: string, cwd: string, root: string): string | undefined {
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = [nodePath.resolve(cwd, file), nodePath.resolve(root, file)].find(isFile);
  return found === undefined ? undefined : toWorkspacePath(nodePath, root, found);
}
