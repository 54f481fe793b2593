import { CLOCK_TOLERANCE_MS, digest, type TaskRun } from '@nx-testmon/core';
import type { Database } from '../database/load-sqlite';
import { isAmount, MAX_LABEL } from './record-parts';

/** A run without other fields; `undefined` for any other value, because runs may have any origin. */
export function validateRun(value: unknown): TaskRun | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { execId, project, target, environment, outcome, ...numbers } = value as Record<string, unknown>;
  const { endedAt, durationMs, selected, total, savedMs } = numbers;
  const isValid =
    [execId, project, target, environment].every(isLabel) &&
    ['passed', 'failed', 'interrupted', 'broken'].includes(outcome as string) &&
    [endedAt, durationMs, selected, total, savedMs].every(isAmount) &&
    (selected as number) <= (total as number);
  if (!isValid) return undefined;
  const counts = { endedAt, durationMs, selected, total, savedMs };
  return { execId, project, target, environment, outcome, ...counts } as TaskRun;
}

function isLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_LABEL;
}

/** Different runs have different keys. */
export function runKey(run: TaskRun): string {
  const { execId, project, target, environment, outcome, endedAt, durationMs, selected, total, savedMs } =
    run;
  const parts = [
    execId,
    project,
    target,
    environment,
    outcome,
    endedAt,
    durationMs,
    selected,
    total,
    savedMs,
  ];
  return digest(JSON.stringify(parts));
}

/** Adds runs to the set, and removes the oldest beyond the limit. The caller holds the transaction. */
export function insertRuns(database: Database, runs: readonly TaskRun[], now: number, limit: number): void {
  const insert = database.prepare(
    `INSERT INTO run (key, exec_id, project, target, environment, outcome, ended_at, duration_ms, selected, total,
       saved_ms)
     VALUES (@key, @execId, @project, @target, @environment, @outcome, @endedAt, @durationMs, @selected, @total,
       @savedMs)
     ON CONFLICT DO NOTHING`,
  );
  const valid = runs
    .flatMap((run) => validateRun(run) ?? [])
    .filter(({ endedAt }) => endedAt <= now + CLOCK_TOLERANCE_MS);
  if (valid.length === 0) return;
  for (const run of valid) insert.run({ ...run, key: runKey(run) });
  database
    .prepare(
      'DELETE FROM run WHERE key IN (SELECT key FROM run ORDER BY ended_at DESC, key LIMIT -1 OFFSET ?)',
    )
    .run(limit);
}

/** @throws SqliteError when the table can't be read */
export function readStoredRuns(database: Database): TaskRun[] {
  return database
    .prepare(
      `SELECT exec_id AS execId, project, target, environment, outcome, ended_at AS endedAt,
              duration_ms AS durationMs, selected, total, saved_ms AS savedMs
         FROM run ORDER BY ended_at, key`,
    )
    .all()
    .flatMap((row) => validateRun(row) ?? []);
}
