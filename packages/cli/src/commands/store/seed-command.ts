import { randomUUID } from 'node:crypto';
import { printableJson } from '@nx-testmon/core';
import { seedLines, seedStore } from '@nx-testmon/engine';
import { createExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail, failTasks, printLines } from '../../command-io';
import { createTasks } from '../../targets/create-task';
import { failWithoutTargets } from '../../targets/find-uncovered-projects';
import { openTargets } from '../../targets/open-targets';
import { toSeedDocument } from './seed-document';

export interface SeedFlags {
  readonly base: string;
  readonly json?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
}

/** Stores facts of a commit that is known to be green, without running its tests. */
export async function seedCommand(
  { base, json, projects, target }: SeedFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const env = { ...io.env };
  const opened = await openTargets(io, { patterns: projects, target, all: true });
  if (!opened.ok) return failWithoutTargets(io, opened);
  const { workspace, targets } = opened;
  const request = { execId: createExecutionId(io.clock(), randomUUID()), options: {} };
  const created = createTasks(targets, workspace, request, { ...io, env, write: io.printError });
  if (!created.ok) return failTasks(io, created.refused);
  const { tasks } = created;
  if (tasks.some(({ task }) => !task.options.collect)) return fail(io, { kind: 'seed-without-collect' });
  const seeded = await seedStore({ base, workspace, env, clock: io.clock, tasks });
  if (json !== true || !seeded.ok) return printLines(io, seeded.ok, seedLines(seeded));
  io.print(printableJson(toSeedDocument(seeded), 2));
  return 0;
}
