import { type Fact, type RunResult, sortFingerprints } from '@nx-testmon/core';
import type { WorkspaceFiles } from '@nx-testmon/graph';
import { type PreparedTask, type PreparedTestFile, prepareTask, type TaskIo } from './prepare-task';
import type { Task } from './task';
import type { TaskStore } from './task-store';

export interface FoundFacts {
  readonly facts: readonly Fact[];
  /** Why some results are no facts. */
  readonly notes: readonly string[];
}

/**
 * Turns results into facts. What ran is what is hashed: everything is read again after the run, and a test
 * file whose blocks are no longer what they were before gives no fact.
 */
export async function findFacts(
  task: Task,
  before: PreparedTask,
  run: RunResult,
  store: TaskStore,
  io: TaskIo,
): Promise<FoundFacts> {
  if (run.outcome === 'broken') return { facts: [], notes: [] };
  const { narrowed } = before;
  if (narrowed.nameFilter || narrowed.partialFiles) {
    return { facts: [], notes: ['no facts stored: only a part of the test files ran'] };
  }
  const after = await prepareTask(task, withLearned(store, before), io);
  if (!after.ok) return { facts: [], notes: [`no facts stored: ${after.problem}`] };

  const keyOf = (suite: string, testFile: string) => `${suite}\n${testFile}`;
  const now = new Map(after.task.testFiles.map((file) => [keyOf(file.suite, file.file), file]));
  const then = new Map(
    before.testFiles.map((file) => [keyOf(file.suite, file.file), file.dependencies.hashes]),
  );
  const facts: Fact[] = [];
  let changed = 0;
  let untrusted = 0;
  for (const { testFile, suite, outcome, durationMs, endedAt, complete, collected } of run.results) {
    const hashes = then.get(keyOf(suite, testFile));
    const file = now.get(keyOf(suite, testFile));
    if (!complete || !hashes) continue;
    if (!file || !areEqual(hashes, file.dependencies.hashes)) changed++;
    else if (outcome === 'passed' && run.outcome === 'unhandled') untrusted++;
    else {
      const narrowed = collected && narrowedHashes(file, collected, after.task.files);
      const fingerprints = sortFingerprints(
        [...(narrowed ?? hashes)].map(([block, hash]) => ({ block, hash })),
      );
      facts.push({
        testFile,
        suite,
        environment: before.environment,
        outcome,
        durationMs,
        endedAt,
        fingerprints,
      });
    }
  }
  const notes = [
    ...(changed > 0 ? [`${changed} results not stored: files changed during the run`] : []),
    ...(untrusted > 0 ? [`${untrusted} passes not stored: errors happened outside the test files`] : []),
  ];
  return { facts, notes };
}

/**
 * What a test file depends on by what it ran; `undefined` where that can't be trusted. What a build writes is
 * no part of it: the walk sees the sources instead, and takes them whole.
 */
function narrowedHashes(
  { narrowed }: PreparedTestFile,
  ran: Readonly<Record<string, readonly string[]>>,
  files: WorkspaceFiles,
): ReadonlyMap<string, string> | undefined {
  const collected = new Map<string, ReadonlySet<string>>();
  for (const [path, names] of Object.entries(ran)) {
    if (!files.isListed(path)) continue;
    const known = new Set(files.model(path)?.blocks.map(({ name }) => name));
    if (names.some((name) => !known.has(name))) return undefined;
    collected.set(path, new Set(names));
  }
  return collected.size === 0 ? undefined : narrowed?.(collected).hashes;
}

/** The store, and what the task learned since it was opened, so that nothing is parsed or asked twice. */
function withLearned(store: TaskStore, { files, discovered }: PreparedTask): TaskStore {
  return {
    ...store,
    notes: [],
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
