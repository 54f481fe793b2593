import {
  type BlockKey,
  type Fact,
  type RunResult,
  sortFingerprints,
  type TestFileKey,
  testFileKey,
} from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';
import { type RanDependencies, ranDependencies } from './facts-of-reads';
import { inputsOfFact } from './learn-inputs';
import type { PreparedTestFile } from '../read-task/prepare-suite';
import { type PreparedTask, prepareTask } from '../read-task/prepare-task';
import type { Task, TaskIo } from '../task';
import type { TaskStore } from '../store/task-store';

export interface FoundFacts {
  readonly facts: readonly Fact[];
  /** What the walks of these facts ask. */
  readonly inputs: readonly FactTrace[];
  /** Why some results are no facts. */
  readonly notes: readonly string[];
}

/** What test files could reach, digests by block. */
export type Reachable = ReadonlyMap<TestFileKey, ReadonlyMap<BlockKey, string>>;

/** What the test files that are about to run can reach now. What is not in it gives no fact. */
export function reachableNow(testFiles: readonly PreparedTestFile[]): Reachable {
  return new Map(
    testFiles.map(({ suite, file, dependencies }) => [
      testFileKey({ suite, path: file }),
      dependencies().hashes,
    ]),
  );
}

/**
 * Turns results into facts. What ran is what is hashed: everything is read again after the run, and a test
 * file whose blocks are no longer what they were before gives no fact.
 *
 * @param reachable what the test files that ran could reach before they ran
 */
export async function findFacts(
  task: Task,
  before: PreparedTask,
  reachable: Reachable,
  run: RunResult,
  store: TaskStore,
  io: TaskIo,
): Promise<FoundFacts> {
  if (run.outcome === 'broken') return noFacts([]);
  const { filters } = before;
  if (filters.nameFilter || filters.partialTestFiles) {
    return noFacts(['no facts stored: only a part of the test files ran']);
  }
  const after = await prepareTask(task, withLearned(store, before), io);
  if (!after.ok) return noFacts([`no facts stored: ${after.problem}`]);

  const now = new Map(
    after.task.testFiles.map((file) => [testFileKey({ suite: file.suite, path: file.file }), file]),
  );
  const facts: Fact[] = [];
  const inputs: FactTrace[] = [];
  let changed = 0;
  let untrusted = 0;
  const incomplete = new Map<string, number>();
  for (const result of run.results) {
    const { testFile, outcome, durationMs, endedAt, complete } = result;
    const hashes = reachable.get(testFileKey(testFile));
    const file = now.get(testFileKey(testFile));
    if (!complete || !hashes) continue;
    const ran = file && ranDependencies(file, result, run, after.task.files);
    if (!file || !isWhatRan(hashes, file.dependencies().hashes, ran)) changed++;
    else if (outcome === 'passed' && run.outcome === 'unhandled') untrusted++;
    else {
      if (ran?.incomplete !== undefined)
        incomplete.set(ran.incomplete, (incomplete.get(ran.incomplete) ?? 0) + 1);
      const fact: Fact = {
        testFile,
        environment: before.environment,
        outcome,
        durationMs,
        endedAt,
        dependencies: sortFingerprints(
          ran?.fingerprints ?? [...hashes].map(([block, hash]) => ({ block, hash })),
        ),
        ...(ran ? { execution: ran.execution } : {}),
      };
      facts.push(fact);
      inputs.push(...inputsOfFact(file, fact));
    }
  }
  const notes = [
    ...(changed > 0 ? [`${changed} results not stored: files changed during the run`] : []),
    ...(untrusted > 0 ? [`${untrusted} passes not stored: errors happened outside the test files`] : []),
  ];
  return { facts, inputs, notes: [...notes, ...incompleteNotes(incomplete)] };
}

/** What a run teaches that gives no fact. */
export function noFacts(notes: readonly string[]): FoundFacts {
  return { facts: [], inputs: [], notes };
}

/** Whether nothing changed, as far as it matters: where it is known what ran and was read, that alone counts. */
function isWhatRan(
  then: ReadonlyMap<BlockKey, string>,
  now: ReadonlyMap<BlockKey, string>,
  ran: RanDependencies | undefined,
): boolean {
  if (ran?.hasChanged === true) return false;
  return ran?.isComplete === true
    ? ran.fingerprints.every(({ block }) => then.get(block) === now.get(block))
    : areEqual(then, now);
}

/** Why test files depend on all data files of their project although their reads were followed. */
function incompleteNotes(incomplete: ReadonlyMap<string, number>): string[] {
  return [...incomplete].map(
    ([why, count]) =>
      `${count} test ${count === 1 ? 'file counts' : 'files count'} all data files of the project: ${why}`,
  );
}

/** The store, and what the task learned since it was opened, so that nothing is parsed or asked twice. */
function withLearned(store: TaskStore, { files, discovered }: PreparedTask): TaskStore {
  return {
    ...store,
    notes: [],
    // Nobody asks again what is to run.
    decide: () => ({ kind: 'new' }),
    judging: () => () => undefined,
    cache: {
      file: (path) => files.newFiles.get(path) ?? store.cache.file(path),
      model: (key) => files.newModels.get(key) ?? store.cache.model(key),
    },
    discovery: (key) => discovered.find((kept) => kept.key === key) ?? store.discovery(key),
  };
}

function areEqual(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return other.size === one.size && [...one].every(([block, hash]) => other.get(block) === hash);
}
