import type { TaskIo } from '@nx-testmon/engine';
import type { CommandIo, ExitCode } from '../../command-io';
import { taskOptionsOf } from '../../program/option-flags';
import { createTasks } from '../../targets/create-task';
import { failWithoutTargets } from '../../targets/find-uncovered-projects';
import { type OpenedTargets, openTargets } from '../../targets/open-targets';

export interface RunFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
  readonly configuration?: string;
  /** Short for the task option `planShard`. */
  readonly shard?: string;
  /** Whether untested changes are listed after the run. */
  readonly untested?: boolean;
  /** The commit that changed code is compared with. */
  readonly base?: string;
  readonly [taskOption: string]: unknown;
}

/**
 * Finds the targets that a command line runs, one for each test configuration. Without targets, it reports
 * the reason.
 */
export async function findRun(
  { projects: patterns, target }: RunFlags,
  io: CommandIo,
): Promise<OpenedTargets | { readonly ok: false; readonly exitCode: ExitCode }> {
  const opened = await openTargets(io, { patterns, target, all: true, onlyOwnPackage: true });
  return opened.ok ? opened : { ok: false, exitCode: failWithoutTargets(io, opened) };
}

/** What all tasks of a run share. */
export interface RunSettings {
  readonly flags: RunFlags;
  /** The arguments of the test runner, as the user typed them after `--`. */
  readonly runnerWords: readonly string[];
  readonly execId: string;
}

/** Creates the tasks of a run; none if an option is invalid. */
export function createRunTasks(
  { workspace, targets }: OpenedTargets,
  { flags, runnerWords, execId }: RunSettings,
  io: TaskIo,
): ReturnType<typeof createTasks> {
  const { configuration, shard } = flags;
  const options = {
    ...taskOptionsOf(flags),
    ...(shard === undefined ? {} : { planShard: shard }),
    ...(runnerWords.length > 0 ? { _: runnerWords } : {}),
  };
  return createTasks(targets, workspace, { execId, configuration, options }, io);
}
