import { CoverageReader, type CoverageRequest } from '@nx-testmon/engine';
import { queryTasks } from '../../targets/query-tasks';
import type { CommandIo } from '../../command-io';
import type { RefusedTask } from '../../targets/create-task';
import type { TestmonTarget } from '../../targets/find-targets';

/** The coverage of a workspace, and the tasks that could not be read. */
export interface GatheredCoverage<Result> {
  readonly result: Result;
  readonly refused: readonly RefusedTask[];
}

/**
 * Gathers the code that the test files of several targets executed when they last ran. Runs no test and
 * writes nothing.
 *
 * @param read extracts the result
 */
export async function gatherCoverage<Result>(
  request: CoverageRequest,
  targets: readonly TestmonTarget[],
  io: CommandIo,
  read: (reader: CoverageReader) => Result,
): Promise<GatheredCoverage<Result>> {
  using reader = new CoverageReader(request);
  const { refused } = await queryTasks(targets, request.workspace, io, (task, taskIo) =>
    reader.addTask(task, taskIo),
  );
  return { result: read(reader), refused };
}
