import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseSuiteId, type Problem } from '@nx-testmon/core';
import {
  DEFAULT_LOCK_TIMING,
  DEFAULT_STORE_LIMITS,
  exportBreakers,
  exportFacts,
  mergeBreakers,
  type MergedBreakers,
  type MergedSources,
  mergePending,
  mergeRecords,
  mergeResults,
  mergeSources,
  openStoreSnapshot,
  readResults,
  refuseStore,
  drainLedger,
} from '@nx-testmon/store';
import { movedAsideProblems } from './moved-aside';
import { findResultLedgers, isResultLedger } from './result-ledgers';
import { resultLedgerName, type StorePaths } from './task-store';

/** The result of a maintenance command. */
export interface MaintenanceResult {
  /** False if the command did nothing, or less than the user requested; the problems are the reasons. */
  readonly ok: boolean;
  /** Includes problems that prevented nothing. */
  readonly problems: readonly Problem[];
  /** The outcome; absent if the command did nothing. */
  readonly outcome?: MaintenanceOutcome;
}

export type MaintenanceOutcome =
  | ({ readonly kind: 'merged' } & Pick<
      MergedSources,
      'merged' | 'addedFacts' | 'knownFacts' | 'ignoredFacts'
    > & {
        /** The code results, which `testmon flaky` reads. */
        readonly addedResults: number;
      } & Pick<MergedBreakers, 'turnedOff' | 'turnedOn'>)
  | {
      readonly kind: 'exported';
      readonly facts: number;
      readonly records: number;
      /** Absolute path. */
      readonly folder: string;
    }
  | {
      readonly kind: 'garbage-collected';
      readonly removedFacts: number;
      /** Size of the database in bytes. */
      readonly bytes: number;
      readonly formerBytes: number;
    };

/** Sources are files or folders, absolute or relative to `cwd`. */
export interface SourcesToMerge {
  readonly paths: StorePaths;
  readonly sources: readonly string[];
  readonly cwd: string;
  /** In ms since 1970. */
  readonly now: number;
}

/** Merges records and other stores into a store, such as those of shards, artifacts or other machines. */
export async function mergeIntoStore({
  paths,
  sources,
  cwd,
  now,
}: SourcesToMerge): Promise<MaintenanceResult> {
  const refusal = refuseStore(paths);
  if (refusal) return { ok: false, problems: [refusal] };
  const absolute = sources.map((source) => resolve(cwd, source));
  const merged = await mergeSources({
    file: paths.database,
    sources: absolute.filter((source) => !isResultLedger(source)),
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  const { refused, breakers, movedAside, problem, ...counts } = merged;
  const { problems: notWritten, ...selections } = mergeBreakers(paths, breakers, now);
  const results = absolute.flatMap(findResultLedgers).flatMap((ledger) => readResults(ledger, now));
  const addedResults = mergeResults(paths.results, results, now);
  // The command fails if a source that the user named can't be used, or if no source can be used.
  const named = refused.filter(({ file }) => absolute.includes(file));
  return {
    ok:
      !problem &&
      named.length === 0 &&
      notWritten.length === 0 &&
      (merged.merged + breakers.length > 0 || refused.length === 0),
    problems: [...refused, ...movedAsideProblems(movedAside), ...(problem ? [problem] : []), ...notWritten],
    outcome: { kind: 'merged', ...counts, ...selections, addedResults },
  };
}

/** The folder is absolute or relative to `cwd`. */
export interface StoreToExport {
  readonly paths: StorePaths;
  readonly folder: string;
  readonly projects: readonly string[] | undefined;
  readonly cwd: string;
  readonly execId: string;
  /** In ms since 1970. */
  readonly now: number;
}

/** Writes the store as records with the breakers beside them, and the code results as a result ledger. */
export async function exportStore({
  paths,
  folder,
  projects,
  cwd,
  execId,
  now,
}: StoreToExport): Promise<MaintenanceResult> {
  const refusal = refuseStore(paths);
  if (refusal) return { ok: false, problems: [refusal] };
  const target = isAbsolute(folder) ? folder : join(cwd, folder);
  const exported = await exportFacts({
    file: paths.database,
    folder: target,
    execId,
    now,
    ...(projects === undefined ? {} : { projects }),
  });
  if (!exported.ok) return { ok: false, problems: [exported.problem] };
  const { facts, files } = exported;
  const ofBreakers = exportBreakers({ ...paths, folder: target, projects, now });
  const problems = [...exported.problems, ...ofBreakers];
  const results = readResults(paths.results, now).filter(
    ({ testFile: { suite } }) => projects?.includes(parseSuiteId(suite)?.project ?? suite) ?? true,
  );
  mergeResults(join(target, resultLedgerName), results, now);
  const outcome = { kind: 'exported', facts, records: files.length, folder: target } as const;
  return { ok: ofBreakers.length === 0, problems, outcome };
}

const dayMs = 24 * 3_600_000;

export interface GarbageInStore {
  readonly workspaceRoot: string;
  readonly paths: StorePaths;
  /** A test file is only removed from the store after this time, because it may exist on another branch. */
  readonly goneDays: number | undefined;
  /** In ms since 1970. */
  readonly now: number;
}

/**
 * Deletes outdated facts (of test files that were removed some time ago, and those beyond the number kept for
 * each test file) and unused blocks, and frees disk space. Pending records are merged first.
 */
export async function collectStoreGarbage({
  workspaceRoot,
  paths,
  goneDays,
  now,
}: GarbageInStore): Promise<MaintenanceResult> {
  const refusal = refuseStore(paths);
  if (refusal) return { ok: false, problems: [refusal] };
  const lock = DEFAULT_LOCK_TIMING;
  const { database: file, pending: pendingDir, records: recordsDir } = paths;
  const waiting = await mergePending({ file, pendingDir, recordsDir, lock, now });
  const existingTestFiles = await findExistingTestFiles(file, workspaceRoot, now);
  if (!existingTestFiles.ok) {
    const { problem } = existingTestFiles;
    return { ok: problem.kind === 'store-missing' || problem.kind === 'store-empty', problems: [problem] };
  }
  const formerBytes = sizeOf(file);
  const goneTestFilesMs = goneDays === undefined ? DEFAULT_STORE_LIMITS.goneTestFilesMs : goneDays * dayMs;
  const ledger = drainLedger(paths.runs);
  const result = await mergeRecords({
    file,
    records: [],
    runs: ledger.runs,
    existingTestFiles: existingTestFiles.testFiles,
    compact: true,
    lock,
    now,
    limits: { goneTestFilesMs },
  });
  if (result.kind !== 'merged') return { ok: false, problems: [result] };
  ledger.forget();
  const { removedFacts, movedAside } = result;
  return {
    ok: true,
    problems: [
      ...waiting.refused,
      ...movedAsideProblems(waiting.movedAside ?? movedAside),
      ...(waiting.problem ? [waiting.problem] : []),
    ],
    outcome: { kind: 'garbage-collected', removedFacts, bytes: sizeOf(file), formerBytes },
  };
}

/** Finds the test files of the store that currently exist in the workspace, by suite. */
async function findExistingTestFiles(file: string, workspaceRoot: string, now: number) {
  const opened = await openStoreSnapshot({ file, timeoutMs: DEFAULT_LOCK_TIMING.busyTimeoutMs, now });
  if (!opened.ok) return opened;
  using snapshot = opened.snapshot;
  const testFiles = snapshot.suites().map((suite) => ({
    suite,
    testFiles: [...snapshot.facts(suite).keys()].filter((path) => existsSync(join(workspaceRoot, path))),
  }));
  return { ok: true, testFiles } as const;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
