import { randomUUID } from 'node:crypto';
import { mintExecutionId } from '@nx-testmon/core';
import { seedStore } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from './command-io';
import { createTask } from './create-task';
import { findTargets } from './find-targets';
import { openWorkspace } from './open-workspace';

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
  const found = findTargets(opened.graph, { projects, target, all: true, kind: opened.kind });
  if (!found.ok) return fail(io, found.problem);
  const request = { execId: mintExecutionId(io.now(), randomUUID()), options: {} };
  const created = found.targets.map((one) =>
    createTask(one, opened.workspace, request, { ...io, env, write: io.printError }),
  );
  const problems = created.flatMap((one) => (one.ok ? [] : [one.problem]));
  if (problems.length > 0) return fail(io, [...new Set(problems)].join('\n'));
  if (created.some((one) => one.ok && !one.task.options.collect))
    return fail(io, 'nocollect is set, and seed writes to the store; unset it, or leave the seeding out');
  const { ok, lines } = await seedStore({ base, tasks: created.flatMap((one) => (one.ok ? [one] : [])) });
  for (const line of lines) (ok ? io.print : io.printError)(`testmon: ${line}`);
  return ok ? 0 : 2;
}
