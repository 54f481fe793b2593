import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Fact, SEEDED_AT, sortFingerprints, type TaskRecord, renderProblem } from '@nx-testmon/core';
import { DEFAULT_LOCK_TIMING, mergeRecords } from '@nx-testmon/store';
import type { Maintained } from '../maintenance/maintain-store';
import { prepareTask } from '../read-task/prepare-task';
import type { Task, TaskIo } from '../task';
import { emptyStore, openTaskStore, storePlaces, type TaskStore } from '../store/task-store';
import { type BaseCheckout, checkOutBase } from './check-out-base';
import { readTrustedPackages } from './trusted-packages';

export interface SeedRequest {
  /** A commit by any name that git knows; the user says that all its tests passed. */
  readonly base: string;
  /** The tasks of one workspace. */
  readonly tasks: readonly { readonly task: Task; readonly io: TaskIo }[];
}

/** What one task gave. */
interface SeededTask {
  readonly facts: readonly Fact[];
  readonly models: readonly { readonly key: string; readonly json: string }[];
  /** For people. */
  readonly line: string;
}

/**
 * Stores facts of a commit without running its tests: what each test file could reach there passed, by the
 * user's word. What the word can't cover is left out: test files that depend on packages which the lockfile had
 * in other versions. No file of the workspace but the store is written.
 */
export async function seedStore({ base, tasks }: SeedRequest): Promise<Maintained> {
  const [first] = tasks;
  if (first === undefined) return { ok: false, lines: ['there is no task to seed'] };
  const { workspace } = first.task;
  const { env, now } = first.io;
  const roots = workspace.projects.map(({ root }) => root);
  const checkout = await checkOutBase(workspace.root, base, roots, env);
  if (!checkout.ok) return { ok: false, lines: [renderProblem(checkout.problem)] };
  const places = storePlaces(workspace.root, env);
  const store = await openTaskStore(places);
  try {
    const seeded: SeededTask[] = [];
    for (const { task, io } of tasks) seeded.push(await seedTask(task, io, checkout, store));
    const facts = seeded.flatMap((one) => one.facts);
    const record: TaskRecord = { execId: `seed-${checkout.commit}`, project: 'seed', target: 'seed', facts };
    const models = new Map(seeded.flatMap((one) => one.models).map((model) => [model.key, model]));
    const merged = await mergeRecords({
      file: places.database,
      records: facts.length > 0 ? [record] : [],
      cache: { models: [...models.values()] },
      lock: DEFAULT_LOCK_TIMING,
      now: now(),
    });
    if (merged.kind !== 'merged') return { ok: false, lines: [renderProblem(merged)] };
    return { ok: true, lines: [...seeded.map(({ line }) => line), summary(facts.length, base, checkout)] };
  } finally {
    store.close();
    checkout.close();
  }
}

function summary(count: number, base: string, { commit }: BaseCheckout): string {
  const what = `${commit.slice(0, 12)} (${base})`;
  if (count === 0) return `nothing is seeded from ${what}: the next run collects`;
  return `seeded ${count} test ${count === 1 ? 'file' : 'files'} as passed at ${what}, by your word: none of them was run`;
}

async function seedTask(
  task: Task,
  io: TaskIo,
  checkout: BaseCheckout,
  store: TaskStore,
): Promise<SeededTask> {
  const name = `${task.project}:${task.target}`;
  const nothing = (why: string): SeededTask => ({
    facts: [],
    models: [],
    line: `${name}: not seeded: ${why}`,
  });
  const project = task.workspace.projects.find((one) => one.name === task.project);
  if (!existsSync(join(checkout.root, project?.root ?? '.'))) return nothing('it was not there');
  const atBase: Task = {
    ...task,
    workspace: { ...task.workspace, root: checkout.root },
    options: { ...task.options, collect: false, reportFile: undefined },
  };
  // Models and discoveries go by content, so those of the workspace stand for the checkout too; times of files don't.
  const known: TaskStore = {
    ...emptyStore([]),
    cache: { file: () => undefined, model: (key) => store.cache.model(key) },
    discovery: store.discovery,
  };
  const prepared = await prepareTask(atBase, known, io);
  if (!prepared.ok) return nothing(prepared.problem);
  const { testFiles, environment, files } = prepared.task;
  const trusted = readTrustedPackages(
    task.workspace,
    checkout.root,
    task.options.ignoreDependencies,
    store,
    io.now,
  );
  const doubts = new Map<string, number>();
  const facts = testFiles.flatMap(({ file, suite, dependencies }): Fact[] => {
    const { hashes } = dependencies();
    const doubt = trusted.doubt(hashes);
    if (doubt !== undefined) {
      doubts.set(doubt, (doubts.get(doubt) ?? 0) + 1);
      return [];
    }
    return [
      {
        testFile: { suite, path: file },
        environment,
        outcome: 'passed',
        durationMs: 0,
        endedAt: SEEDED_AT,
        dependencies: sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash }))),
      },
    ];
  });
  const why = [...doubts].map(([doubt, count]) => `; ${count} not: ${doubt}`).join('');
  return {
    facts,
    models: [...files.newModels].map(([key, json]) => ({ key, json })),
    line: `${name}: ${facts.length} of ${testFiles.length} test files seeded${why}`,
  };
}
