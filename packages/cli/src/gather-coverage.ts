import { CoverageReader, type CoverageRequest } from '@nx-testmon/engine';
import type { CommandIo } from './command-io';
import { createReadOnlyTask, type RefusedTask, taskName } from './create-task';
import type { TestmonTarget } from './find-targets';

/** What is read of the coverage of a workspace, and the tasks that could not be read for it. */
export interface GatheredCoverage<Result> {
  readonly result: Result;
  readonly refused: readonly RefusedTask[];
}

/**
 * Gathers what the test files of several targets executed when they last ran. Runs no test and writes nothing.
 *
 * @param read reads what is wanted of it
 */
export async function gatherCoverage<Result>(
  request: CoverageRequest,
  targets: readonly TestmonTarget[],
  io: CommandIo,
  read: (reader: CoverageReader) => Result,
): Promise<GatheredCoverage<Result>> {
  using reader = new CoverageReader(request);
  const refused: RefusedTask[] = [];
  for (const target of targets) {
    const created = createReadOnlyTask(target, request.workspace, { ...io, write: io.printError });
    if (!created.ok) {
      refused.push(created);
      continue;
    }
    const added = await reader.addTask(created.task, created.io);
    if (!added.ok) refused.push({ name: taskName(created.task), problems: [added.problem] });
  }
  return { result: read(reader), refused };
}
