import { join } from 'node:path';
import { recordFolder } from './record-path';

/** Absolute paths of the folders that contain breakers. */
export interface BreakerFolders {
  /** Folder of all breakers. */
  readonly breakers: string;
  /** Folder of all records. Beside the records of a project is a copy, which its outputs carry to other machines. */
  readonly records: string;
}

/** Name of a breaker beside records. It is not the name of a record. */
export const carriedName = 'breaker.json';

/** The file of a project's breaker. @param folder of all breakers, absolute */
export function breakerFile(folder: string, project: string): string {
  return `${recordFolder(folder, project)}.json`;
}

/** The file of a project's breaker beside its records. @param folder of all records, absolute */
export function carriedBreakerFile(folder: string, project: string): string {
  return join(recordFolder(folder, project), carriedName);
}
