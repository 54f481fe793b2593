import { resolve } from 'node:path';
import { printableJson } from '@nx-testmon/core';
import {
  createPlan,
  describeCheckout,
  MOST_SHARDS,
  type TimedTask,
  createTimedTask,
} from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import { writeWholeFile } from '../../output/write-whole-file';
import { createTasks, taskName } from '../../targets/create-task';
import { failWithoutTargets } from '../../targets/find-uncovered-projects';
import { openTargets } from '../../targets/open-targets';
import { taskOptionsOf } from '../../program/option-flags';
import { renderPlan, toPlanDocument } from './render-plan';

export interface PlanFlags {
  readonly shards: string;
  readonly targetMinutes?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
  readonly [taskOption: string]: unknown;
}

const defaultMinutes = 10;

/** Divides the selected test files into shards of equal time. Runs no test, and only writes the plan. */
export async function planCommand(flags: PlanFlags, io: CommandIo): Promise<ExitCode> {
  const shards = flags.shards === 'auto' ? 'auto' : Number(flags.shards);
  if (shards !== 'auto' && !(Number.isInteger(shards) && shards >= 1 && shards <= MOST_SHARDS))
    return fail(io, {
      kind: 'invalid-flag-value',
      flag: '--shards',
      value: flags.shards,
      allowed: ['auto', `a number from 1 to ${MOST_SHARDS}`],
    });
  const minutes = flags.targetMinutes === undefined ? defaultMinutes : Number(flags.targetMinutes);
  if (!(Number.isFinite(minutes) && minutes > 0))
    return fail(io, {
      kind: 'invalid-flag-value',
      flag: '--target-minutes',
      value: String(flags.targetMinutes),
      allowed: ['a number greater than 0'],
    });

  const timed = await timeTasks(flags, io);
  if (!timed.ok) return timed.exitCode;
  const out = flags.out === undefined ? undefined : resolve(io.cwd, flags.out);
  const checkout = await describeCheckout(timed.root, io.env, out);
  const created = createPlan({ tasks: timed.tasks, shards, targetMs: minutes * 60_000, checkout });
  if (out !== undefined) {
    try {
      writeWholeFile(out, `${printableJson(created.plan, 2)}\n`);
    } catch (error) {
      return fail(io, { kind: 'plan-not-written', file: out, detail: (error as Error).message });
    }
  }
  const document = toPlanDocument(created);
  io.print(flags.json === true ? printableJson(document, 2) : renderPlan(document, flags.out));
  return 0;
}

type TimedTasks =
  | { readonly ok: true; readonly root: string; readonly tasks: readonly TimedTask[] }
  | { readonly ok: false; readonly exitCode: ExitCode };

/**
 * The selected test files of all tasks. If a task can't be read, no plan is made, because it would leave out
 * the tests of this task.
 */
async function timeTasks(flags: PlanFlags, io: CommandIo): Promise<TimedTasks> {
  const refused = (exitCode: ExitCode) => ({ ok: false, exitCode }) as const;
  const opened = await openTargets(io, { patterns: flags.projects, target: flags.target, all: true });
  if (!opened.ok) return refused(failWithoutTargets(io, opened));
  const { workspace, targets } = opened;
  const request = { execId: 'none', options: { ...taskOptionsOf(flags), nocollect: true } };
  const created = createTasks(targets, workspace, request, { ...io, write: io.printError });
  if (!created.ok) return refused(failTasks(io, created.refused));

  const tasks: TimedTask[] = [];
  for (const { task, io: taskIo } of created.tasks) {
    const selected = await createTimedTask(task, taskIo);
    if (!selected.ok) return refused(failTasks(io, [{ name: taskName(task), problems: [selected.problem] }]));
    tasks.push(selected.timed);
  }
  return { ok: true, root: workspace.root, tasks };
}
