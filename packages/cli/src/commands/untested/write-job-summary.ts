import { formatMessageLine, renderProblem } from '@nx-testmon/core';
import { appendUntested, type UntestedChanges } from '@nx-testmon/engine';
import type { CommandIo } from '../../command-io';

/** Adds untested changes to the summary page of a GitHub Actions job, in a job. */
export async function writeJobSummary(untested: UntestedChanges, io: CommandIo): Promise<void> {
  const file = io.env['GITHUB_STEP_SUMMARY'];
  const problem = file ? await appendUntested(file, untested) : undefined;
  if (problem) io.printError(formatMessageLine(renderProblem(problem)));
}
