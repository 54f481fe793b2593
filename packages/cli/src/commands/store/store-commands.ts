import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  collectStoreGarbage,
  exportStore,
  type MaintenanceResult,
  mergeIntoStore,
  storePaths,
} from '@nx-testmon/engine';
import { createExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { findStoredProjects } from '../../workspace/find-stored-projects';
import { findWorkspaceRoot } from '../../workspace/find-workspace-root';
import { printMaintenance } from './print-maintenance';

export interface MaintenanceFlags {
  readonly json?: boolean;
}

export interface ExportFlags extends MaintenanceFlags {
  readonly projects?: readonly string[];
}

export interface GarbageFlags extends MaintenanceFlags {
  readonly goneDays?: string;
}

/** Adds records, folders of them and other stores to the store of the workspace. */
export async function mergeCommand(
  sources: readonly string[],
  { json }: MaintenanceFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const missing = sources.filter((source) => !existsSync(resolve(io.cwd, source)));
  if (missing.length > 0) return fail(io, { kind: 'no-merge-source', paths: missing });
  return maintain(io, json, (root) =>
    mergeIntoStore({ paths: storePaths(root, io.env), sources, cwd: io.cwd, now: io.clock() }),
  );
}

/** Writes the facts of the store as records, which another machine or workspace can merge. */
export async function exportCommand(
  folder: string,
  { projects: patterns, json }: ExportFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const chosen = await findStoredProjects(patterns, [], io);
  if (!chosen.ok) return fail(io, chosen.problem);
  const { projects } = chosen;
  const now = io.clock();
  const execId = createExecutionId(now, randomUUID());
  return maintain(io, json, (root) =>
    exportStore({ paths: storePaths(root, io.env), folder, projects, cwd: io.cwd, execId, now }),
  );
}

/** Removes everything that no run will use again. */
export async function gcCommand({ goneDays, json }: GarbageFlags, io: CommandIo): Promise<ExitCode> {
  const days = goneDays === undefined ? undefined : Number(goneDays);
  if (days !== undefined && !(Number.isFinite(days) && days >= 0)) {
    return fail(io, {
      kind: 'invalid-flag-value',
      flag: '--gone-days',
      value: String(goneDays),
      allowed: ['a number, such as 7'],
    });
  }
  return maintain(io, json, (root) =>
    collectStoreGarbage({
      workspaceRoot: root,
      paths: storePaths(root, io.env),
      goneDays: days,
      now: io.clock(),
    }),
  );
}

async function maintain(
  io: CommandIo,
  json: boolean | undefined,
  work: (root: string) => Promise<MaintenanceResult>,
): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const result = await work(root.folder);
  return printMaintenance(result, json, io);
}
