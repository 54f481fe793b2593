import type { Failure, ProblemOf, TaskRecord, Workspace } from '@nx-testmon/core';
import { DEFAULT_LOCK_TIMING, mergeRecords, refuseStore } from '@nx-testmon/store';
import { movedAsideProblems } from '../store/moved-aside';
import { openTaskStore, storePaths } from '../store/task-store';
import type { Task } from '../task/task';
import type { TaskIo } from '../task/task-io';
import { checkOutBase } from './check-out-base';
import { type SeededTask, seedTask } from './seed-task';

export interface SeedRequest {
  /** A commit by any name that git knows; the user states that all its tests passed. */
  readonly base: string;
  readonly workspace: Workspace;
  readonly env: TaskIo['env'];
  /** In ms since 1970. */
  readonly clock: () => number;
  readonly tasks: readonly { readonly task: Task; readonly io: TaskIo }[];
}

/** The result of seeding from a base commit. */
export type SeedResult =
  | {
      readonly ok: true;
      readonly tasks: readonly SeededTask[];
      /** The total number of seeded test files. */
      readonly facts: number;
      /** As the user named it. */
      readonly base: string;
      /** Its full hash. */
      readonly commit: string;
      /** The new paths of stores that could not be used. */
      readonly movedAside: readonly ProblemOf<'store-moved-aside'>[];
    }
  | Failure;

/**
 * Stores facts of a commit without running its tests: each test file is assumed to have passed with
 * everything that it could reach at the commit. Test files whose packages have other versions in the lockfile
 * of the commit are left out. Of the workspace, only the store is written.
 */
export async function seedStore({ base, workspace, env, clock, tasks }: SeedRequest): Promise<SeedResult> {
  const paths = storePaths(workspace.root, env);
  const refusal = refuseStore(paths);
  if (refusal) return { ok: false, problem: refusal };
  const roots = workspace.projects.map(({ root }) => root);
  const checkedOut = await checkOutBase(workspace.root, base, roots, env);
  if (!checkedOut.ok) return checkedOut;
  const { checkout } = checkedOut;
  const store = await openTaskStore(paths, clock());
  try {
    const seeded: SeededTask[] = [];
    for (const { task, io } of tasks) seeded.push(await seedTask({ task, io, checkout, store }));
    const record = toRecord(seeded, checkout.commit);
    const merged = await mergeRecords({
      file: paths.database,
      records: record.facts.length > 0 ? [record] : [],
      cache: { models: modelsOf(seeded) },
      lock: DEFAULT_LOCK_TIMING,
      now: clock(),
    });
    if (merged.kind !== 'merged') return { ok: false, problem: merged };
    return {
      ok: true,
      tasks: seeded,
      facts: record.facts.length,
      base,
      commit: checkout.commit,
      movedAside: movedAsideProblems(merged.movedAside),
    };
  } finally {
    store.close();
    checkout.close();
  }
}

function toRecord(seeded: readonly SeededTask[], commit: string): TaskRecord {
  const facts = seeded.flatMap((one) => (one.kind === 'seeded' ? one.facts : []));
  return { execId: `seed-${commit}`, project: 'seed', target: 'seed', facts };
}

/** Removes duplicates, because tasks share modules. */
function modelsOf(seeded: readonly SeededTask[]): { readonly key: string; readonly json: string }[] {
  const all = seeded.flatMap((one) => (one.kind === 'seeded' ? one.models : []));
  return [...new Map(all.map((model) => [model.key, model])).values()];
}
