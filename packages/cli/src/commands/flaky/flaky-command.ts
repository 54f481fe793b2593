import { formatMessageLine, printableJson } from '@nx-testmon/core';
import { readFlaky, storePaths } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { findStoredProjects } from '../../workspace/find-stored-projects';
import { findWorkspaceRoot } from '../../workspace/find-workspace-root';
import { renderFlaky, toFlakyDocument } from './render-flaky';

export interface FlakyFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
}

/** Lists the test files that passed and failed with the same code. Runs no test and writes nothing. */
export async function flakyCommand({ json, projects }: FlakyFlags, io: CommandIo): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const { testFiles, notes } = readFlaky(storePaths(root.folder, io.env), io.clock());
  const stored = [...new Set(testFiles.map(({ project }) => project))];
  const chosen = await findStoredProjects(projects, stored, io);
  if (!chosen.ok) return fail(io, chosen.problem);
  const shown = testFiles.filter(({ project }) => chosen.projects?.includes(project) ?? true);
  for (const note of notes) io.printError(formatMessageLine(note));
  io.print(json === true ? printableJson(toFlakyDocument(shown), 2) : renderFlaky(shown));
  return 0;
}
