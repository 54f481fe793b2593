import {
  type ExecutedBlocks,
  type FactExecution,
  type Fingerprint,
  attributeReads,
  type TestExecution,
  type RunResult,
  type TestFileResult,
  toFactExecution,
} from '@nx-testmon/core';
import type { WorkspaceFiles } from '@nx-testmon/graph';
import type { PreparedTestFile } from '../read-task/prepare-suite';

/** What a test file depends on by how it ran. */
export interface RanDependencies {
  readonly fingerprints: readonly Fingerprint[];
  readonly execution: FactExecution;
  /** True where all that was read is known and nothing ran elsewhere. */
  readonly isComplete: boolean;
  /** Something that was read is no longer what it was. */
  readonly hasChanged: boolean;
  /** Why reads may have been missed, although they were followed. */
  readonly incomplete?: string;
}

/**
 * What a test file depends on by what it ran and read; `undefined` where nothing is known of it. What a build
 * writes is no part of the bodies that ran: the walk sees the sources instead, and takes them whole.
 *
 * @param file prepared after the run
 */
export function ranDependencies(
  { narrowed }: PreparedTestFile,
  result: TestFileResult,
  run: RunResult,
  files: WorkspaceFiles,
): RanDependencies | undefined {
  if (!narrowed) return undefined;
  const executedBlocks = executedBlocksOf(result, files);
  const followed = result.reads && attributeReads(result.reads, run.reads, loadedIn(run));
  if (!executedBlocks && !followed) return undefined;
  const ran: TestExecution = {
    ...(executedBlocks ? { executedBlocks } : {}),
    ...(followed ? { reads: followed.reads } : {}),
  };
  const fingerprints: Fingerprint[] = [];
  let hasChanged = false;
  for (const [block, hash] of narrowed(ran).hashes) {
    const isAsRead = (followed?.states.get(block) ?? []).every((state) => state === hash);
    if (isAsRead) fingerprints.push({ block, hash });
    else if (followed?.wasCreated(block) !== true) hasChanged = true;
  }
  const isComplete = followed?.reads.isComplete === true && !followed.reads.fallback;
  return {
    fingerprints,
    execution: toFactExecution(ran),
    isComplete,
    hasChanged,
    ...(followed?.incomplete === undefined ? {} : { incomplete: followed.incomplete }),
  };
}

function executedBlocksOf({ collected }: TestFileResult, files: WorkspaceFiles): ExecutedBlocks | undefined {
  const bodies = new Map<string, ReadonlySet<string>>();
  for (const [path, names] of Object.entries(collected ?? {})) {
    if (!files.isListed(path)) continue;
    const known = new Set(files.model(path)?.blocks.map(({ name }) => name));
    if (names.some((name) => !known.has(name))) return undefined;
    bodies.set(path, new Set(names));
  }
  return bodies.size === 0 ? undefined : bodies;
}

const loaded = new WeakMap<RunResult, ReadonlySet<string>>();

function loadedIn(run: RunResult): ReadonlySet<string> {
  const known = loaded.get(run);
  if (known) return known;
  const paths = new Set([
    ...run.results.flatMap(({ testFile, reads }) => [testFile.path, ...(reads?.loaded ?? [])]),
    ...(run.found ?? []).map(({ path }) => path),
  ]);
  loaded.set(run, paths);
  return paths;
}
