import { join } from 'node:path';
import { digest } from '@nx-testmon/core';

/**
 * Folder of a project's records: the unchanged name, so that Nx finds it as
 * `{workspaceRoot}/.testmon/records/{projectName}`. A scope becomes a separate folder. A name that could lead
 * elsewhere is encoded, so that no name leads out of `recordsDir`.
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

/** Common start of the names of all records of a target. Records of other targets have other starts. */
export function recordPrefix(target: string): string {
  return `${safePart(target)}.`;
}

/** @returns the digest in a record's file name; `undefined` for a file that is not a record */
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
