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

/** The result of a maintenance command. */
export interface MaintenanceResult {
  /** False if nothing could be done; the lines say why. */
  readonly ok: boolean;
  /** For people. */
  readonly lines: readonly string[];
}

/**
 * Merges records and other stores into a store, such as those of shards, artifacts or other machines.
 *
 * @param sources files or folders, absolute or relative to `cwd`
 */
export async function mergeIntoStore(
  paths: StorePaths,
  sources: readonly string[],
  cwd: string,
  now: number,
): Promise<MaintenanceResult> {
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
  const ignored = merged.ignoredFacts > 0 ? `, ${count(merged.ignoredFacts, 'invalid fact')} ignored` : '';
  lines.push(
    `merged ${count(merged.merged, 'file')}: ${count(merged.addedFacts, 'new fact')}, ${merged.knownFacts} already known${ignored}`,
  );
  // It is a failure if a source that the user named can't be used, or if no source can be used.
  const named = merged.refused.filter(({ file }) => absolute.includes(file));
  return {
    ok: !merged.problem && named.length === 0 && (merged.merged > 0 || merged.refused.length === 0),
    lines,
  };
}

/** Writes the store as records. @param folder absolute or relative to `cwd` */
export async function exportStore(
  paths: StorePaths,
  folder: string,
  projects: readonly string[] | undefined,
  cwd: string,
  execId: string,
): Promise<MaintenanceResult> {
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
 * Deletes outdated facts (of test files removed some time ago, and more than are kept for each test file) and unused
 * blocks, and frees disk space. Pending records are merged first.
 *
 * @param goneDays how long ago a test file must have been removed: it may exist on another branch
 */
export async function collectStoreGarbage(
  workspaceRoot: string,
  paths: StorePaths,
  goneDays: number | undefined,
  now: number,
): Promise<MaintenanceResult> {
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
    `removed ${count(result.removedFacts, 'fact')}; database size: ${kilobytes(sizeOf(file))} (was ${kilobytes(before)})`,
  );
  return { ok: true, lines };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
