import { randomUUID } from 'node:crypto';
import {
  collectStoreGarbage,
  exportStore,
  type MaintenanceResult,
  maintenanceLines,
  mergeIntoStore,
  storePaths,
} from '@nx-testmon/engine';
import { mintExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail, printLines } from './command-io';
import { findWorkspaceRoot } from './find-workspace-root';

/** Adds records, folders of them and other stores to the store of the workspace. */
export function mergeCommand(sources: readonly string[], io: CommandIo): Promise<ExitCode> {
  return maintain(io, (root) =>
    mergeIntoStore({ paths: storePaths(root, io.env), sources, cwd: io.cwd, now: io.now() }),
  );
}

/** Writes what the store knows as records, for another machine or workspace to merge. */
export function exportCommand(
  folder: string,
  { projects }: { readonly projects?: readonly string[] },
  io: CommandIo,
): Promise<ExitCode> {
  const now = io.now();
  const execId = mintExecutionId(now, randomUUID());
  return maintain(io, (root) =>
    exportStore({ paths: storePaths(root, io.env), folder, projects, cwd: io.cwd, execId, now }),
  );
}

/** Removes what no run will ask for again. */
export async function gcCommand(
  { goneDays }: { readonly goneDays?: string },
  io: CommandIo,
): Promise<ExitCode> {
  const days = goneDays === undefined ? undefined : Number(goneDays);
  if (days !== undefined && !(Number.isFinite(days) && days >= 0)) {
    return fail(io, { kind: 'invalid-days', days: String(goneDays) });
  }
  return maintain(io, (root) =>
    collectStoreGarbage({
      workspaceRoot: root,
      paths: storePaths(root, io.env),
      goneDays: days,
      now: io.now(),
    }),
  );
}

async function maintain(
  io: CommandIo,
  work: (root: string) => Promise<MaintenanceResult>,
): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const result = await work(root.folder);
  return printLines(io, result.ok, maintenanceLines(result));
}
