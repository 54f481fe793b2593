import { randomUUID } from 'node:crypto';
import { seedLines, seedStore } from '@nx-testmon/engine';
import { createExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail, failTasks, printLines } from '../../command-io';
import { createTasks } from '../../targets/create-task';
import { findTargets } from '../../targets/find-targets';
import { chooseProjects } from '../../workspace/match-projects';
import { openWorkspace } from '../../workspace/open-workspace';

export interface SeedFlags {
  readonly base: string;
  readonly projects?: readonly string[];
  readonly target?: string;
}

/** Stores facts of a commit that is known to be green, without running its tests. */
export async function seedCommand({ base, projects, target }: SeedFlags, io: CommandIo): Promise<ExitCode> {
  const env = { ...io.env };
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const chosen = chooseProjects(opened, projects);
  if (!chosen.ok) return fail(io, chosen.problem);
  const found = findTargets(opened.graph, {
    projects: chosen.projects,
    target,
    all: true,
    kind: opened.kind,
  });
  if (!found.ok) return fail(io, found.problem);
  const request = { execId: createExecutionId(io.now(), randomUUID()), options: {} };
  const created = createTasks(found.targets, opened.workspace, request, {
    ...io,
    env,
    write: io.printError,
  });
  if (!created.ok) return failTasks(io, created.refused);
  const { tasks } = created;
  if (tasks.some(({ task }) => !task.options.collect)) return fail(io, { kind: 'seed-without-collect' });
  const seeded = await seedStore({ base, workspace: opened.workspace, env, now: io.now, tasks });
  return printLines(io, seeded.ok, seedLines(seeded));
}
