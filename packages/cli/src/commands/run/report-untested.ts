import type { Problem } from '@nx-testmon/core';
import { findBase } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import type { OpenedTargets } from '../../targets/open-targets';
import { readUntested, uncommitted } from '../untested/untested-reader';
import { renderUntested } from '../untested/render-untested';
import { writeJobSummary } from '../untested/write-job-summary';
import type { FinishedTask } from './render-runs';

/** Checks before a run that changed code can be compared after it. */
export async function refuseBase(
  { workspace }: OpenedTargets,
  base: string | undefined,
  io: CommandIo,
): Promise<Problem | undefined> {
  const found = await findBase(workspace.root, base ?? uncommitted, io.env);
  return found.ok ? undefined : found.problem;
}

/**
 * Prints which changed code is untested after a run.
 *
 * @returns 2 if that could not be read, otherwise 0
 */
export async function reportUntested(
  found: OpenedTargets,
  base: string | undefined,
  finished: readonly FinishedTask[],
  io: CommandIo,
): Promise<ExitCode> {
  const { projects } = found;
  const read = await readUntested(found, { base, projects }, io);
  if (!read.ok) return fail(io, read.problem);
  io.print(`\n${renderUntested(read.untested, io.colors)}`);
  if (finished.some(({ report }) => report?.collect === false && report.enabled !== false))
    io.print('The run was not recorded: code that no recorded run has executed is listed, too');
  await writeJobSummary(read.untested, io);
  return read.refused.length > 0 ? failTasks(io, read.refused) : 0;
}
