import { lstatSync, realpathSync, type Stats } from 'node:fs';
import * as nodePath from 'node:path';
import { dirname, join } from 'node:path';
import { type ProblemOf, rethrowUnlessSystemError, toWorkspacePath } from '@nx-testmon/core';
import { breakerFile, carriedBreakerFile } from '../records/breaker-file';
import { recordFolder } from '../records/record-path';
import { describeKind } from './regular-file';

/** The location of a store; absolute paths. */
export interface StoreFolder {
  readonly workspaceRoot: string;
  /** The folder `.testmon`. */
  readonly folder: string;
  readonly database: string;
}

/** Files that SQLite opens beside a database. */
export const databaseCompanions = ['-journal', '-wal', '-shm'] as const;

/**
 * Why a store must not be touched: something in it is a link, or has another kind than nx-testmon creates there. A
 * branch, a cache or an archive can put anything into `.testmon`. Through a link, files elsewhere would be read,
 * written and deleted, and opening a FIFO waits for its other end.
 *
 * Inside the workspace, no part of a path may be a link. A database elsewhere is the choice of the user and may be
 * reached by links; only the file itself and its companion files must be regular files.
 *
 * @param project whose folder of records and whose breaker are checked as well
 * @returns `undefined` if everything is valid, or does not exist yet
 */
export function refuseStore(
  { workspaceRoot, folder, database }: StoreFolder,
  project?: string,
): ProblemOf<'store-refused'> | undefined {
  const records = join(folder, 'records');
  const folders = [
    project === undefined ? records : recordFolder(records, project),
    ...['pending', 'refused', 'breakers'].map((name) => join(folder, name)),
  ];
  for (const path of folders) {
    const found = refusePath(workspaceRoot, path, 'folder');
    if (found) return found;
  }
  const files = [
    ...['runs.jsonl', 'results.jsonl'].map((name) => join(folder, name)),
    ...(project === undefined
      ? []
      : [breakerFile(join(folder, 'breakers'), project), carriedBreakerFile(records, project)]),
  ];
  for (const path of files) {
    const found = refusePath(workspaceRoot, path, 'file');
    if (found) return found;
  }
  return refuseDatabase(database, workspaceRoot);
}

/**
 * The same for a database and its companion files.
 *
 * @param workspaceRoot without it, only the files themselves are checked
 */
export function refuseDatabase(
  database: string,
  workspaceRoot?: string,
): ProblemOf<'store-refused'> | undefined {
  for (const suffix of ['', ...databaseCompanions]) {
    const found = refusePath(workspaceRoot, database + suffix, 'file');
    if (found) return found;
  }
  return undefined;
}

/** A part that can't be inspected is not refused, because opening it reports the reason. */
function refusePath(
  workspaceRoot: string | undefined,
  path: string,
  kind: 'folder' | 'file',
): ProblemOf<'store-refused'> | undefined {
  for (const part of partsToCheck(workspaceRoot, path)) {
    const stat = lookAt(part);
    if (stat === undefined) return undefined;
    const isExpected = part === path && kind === 'file' ? stat.isFile() : stat.isDirectory();
    if (!isExpected) return { kind: 'store-refused', file: part, detail: describeKind(stat) };
  }
  return undefined;
}

/** The path and the folders above it, up to the workspace; outside the workspace, only the path. */
function partsToCheck(workspaceRoot: string | undefined, path: string): readonly string[] {
  const root = workspaceRoot === undefined ? undefined : rootAbove(workspaceRoot, path);
  if (root === undefined) return [path];
  const parts: string[] = [];
  for (let part = path; part !== root; part = dirname(part)) parts.unshift(part);
  return parts;
}

/**
 * The path of a database that the user has chosen. Outside the workspace, links are followed and their target is
 * opened.
 */
export function followChosenPath(workspaceRoot: string, path: string): string {
  return rootAbove(workspaceRoot, path) === undefined ? realPath(path) : path;
}

/** The workspace root as the path contains it, because links may lead to the workspace as well. */
function rootAbove(workspaceRoot: string, path: string): string | undefined {
  return [workspaceRoot, realPath(workspaceRoot)].find((root) => isBelow(root, path));
}

function isBelow(folder: string, path: string): boolean {
  const inFolder = toWorkspacePath(nodePath, folder, path);
  return inFolder !== undefined && inFolder !== '.';
}

/** The path itself if nothing exists there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return path;
  }
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    rethrowUnlessSystemError(error);
    return undefined;
  }
}
