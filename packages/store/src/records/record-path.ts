import { join } from 'node:path';
import { digest } from '@nx-testmon/core';

/**
 * Folder of a project's records: its name as it is, so that Nx finds it as
 * `{workspaceRoot}/.testmon/records/{projectName}`; a scope becomes a folder of its own. A name that could
 * lead elsewhere is encoded, so no name reaches outside `recordsDir`.
 */
export function recordFolder(recordsDir: string, project: string): string {
  return join(recordsDir, ...project.split('/').map(safeSegment));
}

function safeSegment(segment: string): string {
  if (/^[A-Za-z0-9@_~+-][A-Za-z0-9@_.~+ -]{0,120}$/.test(segment) && !/[. ]$/.test(segment)) return segment;
  return `%${digest(segment)}`;
}

/** The parts of a record's file name. */
export interface RecordName {
  readonly target: string;
  readonly execId: string;
  readonly digest: string;
}

export function recordFileName(name: RecordName): string {
  return `${recordPrefix(name.target)}${safePart(name.execId)}.${name.digest}.json`;
}

/** Common start of all records of a target; no other target's records start with it. */
export function recordPrefix(target: string): string {
  return `${safePart(target)}.`;
}

/** @returns the digest in a record's file name; `undefined` for a file that is no record */
export function digestInFileName(fileName: string): string | undefined {
  return /^[^.]+\.[^.]+\.([A-Za-z0-9_-]{16})\.json$/.exec(fileName)?.[1];
}

/** Whether a file is one that {@link recordFileName} names, not yet written whole. */
export function isTemporaryName(fileName: string): boolean {
  return /^[^.]+\.[^.]+\.[A-Za-z0-9_-]{16}\.json\.[0-9a-f-]{1,36}\.tmp$/.test(fileName);
}

/** Injective and without dots, so that parts of a file name can't run into each other. */
function safePart(part: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(part) ? part : `%${digest(part)}`;
}
