import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { count, renderProblem } from '@nx-testmon/core';
import {
  DEFAULT_LOCK_TIMING,
  DEFAULT_STORE_LIMITS,
  exportFacts,
  mergePending,
  mergeRecords,
  mergeSources,
  openStoreSnapshot,
  takeLedger,
} from '@nx-testmon/store';
import type { StorePaths } from '../store/task-store';

export interface Maintained {
  /** False where nothing could be done; the lines say why. */
  readonly ok: boolean;
  /** For people. */
  readonly lines: readonly string[];
}

/**
 * Adds what records and other stores know to a store: shards, artifacts, another machine's.
 *
 * @param sources files or folders, absolute or seen from `cwd`
 */
export async function mergeIntoStore(
  paths: StorePaths,
  sources: readonly string[],
  cwd: string,
  now: number,
): Promise<Maintained> {
  const absolute = sources.map((source) => resolve(cwd, source));
  const merged = await mergeSources({
    file: paths.database,
    sources: absolute,
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  const lines = merged.refused.map(refusedLine);
  if (merged.movedAside) lines.push(renderProblem({ kind: 'store-moved-aside', ...merged.movedAside }));
  if (merged.problem) lines.push(renderProblem(merged.problem));
  const ignored =
    merged.ignoredFacts > 0 ? `, ${merged.ignoredFacts} ignored because they can't be right` : '';
  lines.push(
    `merged ${count(merged.merged, 'file')}: ${count(merged.addedFacts, 'new fact')}, ${merged.knownFacts} known already${ignored}`,
  );
  // A source that the user named and that could not be used is a failure, as is one that gave nothing at all.
  const named = merged.refused.filter(({ file }) => absolute.includes(file));
  return {
    ok: !merged.problem && named.length === 0 && (merged.merged > 0 || merged.refused.length === 0),
    lines,
  };
}

/** Writes what the store knows as records. @param folder absolute or seen from `cwd` */
export async function exportStore(
  paths: StorePaths,
  folder: string,
  projects: readonly string[] | undefined,
  cwd: string,
  execId: string,
): Promise<Maintained> {
  const target = isAbsolute(folder) ? folder : join(cwd, folder);
  const exported = await exportFacts({
    file: paths.database,
    folder: target,
    execId,
    ...(projects === undefined ? {} : { projects }),
  });
  if (!exported.ok) return { ok: false, lines: [renderProblem(exported.problem)] };
  const line = `exported ${count(exported.facts, 'fact')} to ${count(exported.files.length, 'record')} in ${target}`;
  return { ok: true, lines: [...exported.notes, line] };
}

function refusedLine({ file, reason }: { readonly file: string; readonly reason: string }): string {
  return renderProblem({ kind: 'record-refused', file, reason });
}

const dayMs = 24 * 3_600_000;

/**
 * Removes what no run will ask for again: facts of test files that are gone for some time, facts beyond those
 * that are kept, blocks that no fact names; and gives the space back. What waits to be merged is merged first.
 *
 * @param goneDays how long a test file must be gone: it may only be on another branch
 */
export async function collectStoreGarbage(
  workspaceRoot: string,
  paths: StorePaths,
  goneDays: number | undefined,
  now: number,
): Promise<Maintained> {
  const lock = DEFAULT_LOCK_TIMING;
  const { database: file, pending: pendingDir, records: recordsDir } = paths;
  const waiting = await mergePending({ file, pendingDir, recordsDir, lock, now });
  const opened = await openStoreSnapshot({ file, timeoutMs: lock.busyTimeoutMs });
  if (!opened.ok) {
    const { kind } = opened.problem;
    return { ok: kind === 'store-missing' || kind === 'store-empty', lines: [renderProblem(opened.problem)] };
  }
  const existingTestFiles = opened.snapshot.suites().map((suite) => ({
    suite,
    testFiles: [...opened.snapshot.facts(suite).keys()].filter((path) =>
      existsSync(join(workspaceRoot, path)),
    ),
  }));
  opened.snapshot.close();
  const before = sizeOf(file);
  const goneTestFilesMs = goneDays === undefined ? DEFAULT_STORE_LIMITS.goneTestFilesMs : goneDays * dayMs;
  const limits = { goneTestFilesMs };
  const ledger = takeLedger(paths.runs);
  const result = await mergeRecords({
    file,
    records: [],
    runs: ledger.runs,
    existingTestFiles,
    compact: true,
    lock,
    now,
    limits,
  });
  if (result.kind !== 'merged') return { ok: false, lines: [renderProblem(result)] };
  ledger.forget();
  const lines = waiting.refused.map(refusedLine);
  lines.push(
    `removed ${count(result.removedFacts, 'fact')}; the store is ${kilobytes(sizeOf(file))} now, was ${kilobytes(before)}`,
  );
  return { ok: true, lines };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
