import { randomUUID } from 'node:crypto';
import {
  collectStoreGarbage,
  exportStore,
  type MaintenanceResult,
  mergeIntoStore,
  storePaths,
} from '@nx-testmon/engine';
import { mintExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail } from './command-io';
import { findWorkspaceRoot } from './find-workspace-root';

/** Adds records, folders of them and other stores to the store of the workspace. */
export function mergeCommand(sources: readonly string[], io: CommandIo): Promise<ExitCode> {
  return maintain(io, (root) => mergeIntoStore(storePaths(root, io.env), sources, io.cwd, io.now()));
}

/** Writes what the store knows as records, for another machine or workspace to merge. */
export function exportCommand(
  folder: string,
  { projects }: { readonly projects?: readonly string[] },
  io: CommandIo,
): Promise<ExitCode> {
  const execId = mintExecutionId(io.now(), randomUUID());
  return maintain(io, (root) => exportStore(storePaths(root, io.env), folder, projects, io.cwd, execId));
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
  return maintain(io, (root) => collectStoreGarbage(root, storePaths(root, io.env), days, io.now()));
}

async function maintain(
  io: CommandIo,
  work: (root: string) => Promise<MaintenanceResult>,
): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const { ok, lines } = await work(root.folder);
  for (const line of lines) (ok ? io.print : io.printError)(`testmon: ${line}`);
  return ok ? 0 : 2;
}
