import { existsSync } from 'node:fs';
import * as nodePath from 'node:path';
import { printable, toWorkspacePath } from '@nx-testmon/core';
import { explainTestFile } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail, failTasks } from './command-io';
import { createReadOnlyTask, taskName } from './create-task';
import { distinctTargets, findTargets, projectOfFile, targetsOf } from './find-targets';
import { openWorkspace } from './open-workspace';

export interface ExplainFlags {
  readonly project?: string;
}

/** Says why a test file would run now or be skipped, and what it depends on. Runs no test and writes nothing. */
export async function explainCommand(file: string, flags: ExplainFlags, io: CommandIo): Promise<ExitCode> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const { graph, kind, workspace } = opened;
  const testFile = findFile(file, io.cwd, workspace.root);
  if (testFile === undefined) return fail(io, { kind: 'file-not-found', file, root: workspace.root });
  const project = flags.project ?? projectOfFile(graph, testFile);
  if (project === undefined) return fail(io, { kind: 'file-in-no-project', file: testFile });
  const found = findTargets(graph, { projects: [project], kind });
  if (!found.ok) return fail(io, found.problem);
  const targets = distinctTargets(targetsOf(graph, project));

  const texts: string[] = [];
  for (const target of targets) {
    const created = createReadOnlyTask(target, workspace, { ...io, write: io.printError });
    if (!created.ok) return failTasks(io, [created]);
    const explained = await explainTestFile(created.task, testFile, created.io);
    if (!explained.ok)
      return failTasks(io, [{ name: taskName(created.task), problems: [explained.problem] }]);
    const { text } = explained;
    if (text !== undefined)
      texts.push(targets.length > 1 ? `${printable(taskName(created.task))}\n${text}` : text);
  }
  if (texts.length === 0) return fail(io, { kind: 'not-a-test-file', file: testFile, project });
  io.print(texts.join('\n\n'));
  return 0;
}

/** A path as typed in the working directory, or as reports show it, relative to the workspace root. */
function findFile(file: string, cwd: string, root: string): string | undefined {
  const found = [nodePath.resolve(cwd, file), nodePath.resolve(root, file)].find((one) => existsSync(one));
  return found === undefined ? undefined : toWorkspacePath(nodePath, root, found);
}
