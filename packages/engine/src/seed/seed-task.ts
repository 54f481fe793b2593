import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Fact,
  type Problem,
  SEEDED_AT,
  sortFingerprints,
  type TestDependencies,
  type TestFileId,
} from '@nx-testmon/core';
import { readTask, type TaskState } from '../task/read-task/read-task';
import { emptyStore, type TaskStore } from '../store/task-store';
import type { Task } from '../task/task';
import type { TaskIo } from '../task/task-io';
import { openTaskSession, type TaskSession } from '../task/task-session';
import { type BaseCheckout } from './check-out-base';
import { readTrustedPackages, type UntrustedPackage } from './trusted-packages';

/** The result of seeding one task. */
export type SeededTask = { readonly task: Task } & (
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly problem: Problem }
  | {
      readonly kind: 'seeded';
      readonly facts: readonly Fact[];
      readonly models: readonly { readonly key: string; readonly json: string }[];
      readonly testFiles: number;
      /** The reasons for the test files that are not seeded, one for each. */
      readonly notSeeded: readonly UntrustedPackage[];
    }
);

export interface TaskToSeed {
  readonly task: Task;
  readonly io: TaskIo;
  readonly checkout: BaseCheckout;
  /** The store of the workspace. */
  readonly store: TaskStore;
}

/**
 * Creates facts of the test files of a task at the base commit, if their packages are the same at both
 * commits.
 */
export async function seedTask({ task, io, checkout, store }: TaskToSeed): Promise<SeededTask> {
  const project = task.workspace.projects.find((one) => one.name === task.project);
  if (!existsSync(join(checkout.root, project?.root ?? '.'))) return { task, kind: 'absent' };
  const read = await readTask(await openBaseSession({ task, io, checkout, store }));
  if (!read.ok) return { task, kind: 'unreadable', problem: read.problem };
  const trusted = readTrustedPackages({ task, baseRoot: checkout.root, store, clock: io.clock });
  const facts: Fact[] = [];
  const notSeeded: UntrustedPackage[] = [];
  const testFiles = testFilesOf(read.state);
  for (const { testFile, dependencies } of testFiles) {
    const problem = trusted.whyNot(dependencies.hashes);
    if (problem === undefined) facts.push(seededFact(testFile, dependencies, read.state));
    else notSeeded.push(problem);
  }
  const models = [...read.state.files.newModels].map(([key, json]) => ({ key, json }));
  return { task, kind: 'seeded', facts, models, testFiles: testFiles.length, notSeeded };
}

/**
 * Opens the task in the checkout of the base commit. Models and discoveries are identified by content, so
 * those of the workspace are valid for the checkout too. The times of files are not.
 */
async function openBaseSession({ task, io, checkout, store }: TaskToSeed): Promise<TaskSession> {
  const atBase: Task = {
    ...task,
    workspace: { ...task.workspace, root: checkout.root },
    options: { ...task.options, collect: false, reportFile: undefined },
  };
  const known: TaskStore = {
    ...emptyStore([]),
    cache: { file: () => undefined, model: (key) => store.cache.model(key) },
    discovery: (key) => store.discovery(key),
  };
  return { ...(await openTaskSession(atBase, io)), store: known };
}

interface BaseTestFile {
  readonly testFile: TestFileId;
  readonly dependencies: TestDependencies;
}

function testFilesOf({ suites }: TaskState): BaseTestFile[] {
  return suites.flatMap(({ suite, testFiles, dependencies }) =>
    testFiles.map(({ testFile }) => ({
      testFile: { suite: suite.id, path: testFile },
      dependencies: dependencies.of(testFile),
    })),
  );
}

function seededFact(testFile: TestFileId, { hashes }: TestDependencies, { environment }: TaskState): Fact {
  return {
    testFile,
    environment,
    outcome: 'passed',
    durationMs: 0,
    endedAt: SEEDED_AT,
    dependencies: sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash }))),
  };
}
