import type { Problem } from '@nx-testmon/core';
import { findBase } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import type { OpenedTargets } from '../../targets/open-targets';
import { readUntested, uncommitted, type UntestedResult } from '../untested/untested-reader';
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

/** Reads which changed code is untested after a run, and adds it to the job summary. */
export async function readUntestedAfterRun(
  found: OpenedTargets,
  base: string | undefined,
  io: CommandIo,
): Promise<UntestedResult> {
  const { projects } = found;
  const read = await readUntested(found, { base, projects }, io);
  if (read.ok) await writeJobSummary(read.untested, io);
  return read;
}

/** Prints which changed code is untested after a run, for people to read. */
export function printUntested(
  read: UntestedResult,
  finished: readonly FinishedTask[],
  { print, colors }: CommandIo,
): void {
  if (!read.ok) return;
  print(`\n${renderUntested(read.untested, colors)}`);
  if (finished.some(({ report }) => report?.collect === false && report.enabled !== false))
    print('The run was not recorded: code that no recorded run has executed is listed, too');
}

/** @returns 2 if untested code could not be read, which is reported; otherwise 0 */
export function failUnread(read: UntestedResult, io: CommandIo): ExitCode {
  if (!read.ok) return fail(io, read.problem);
  return read.refused.length > 0 ? failTasks(io, read.refused) : 0;
}
