import { recordFolder } from './record-path';

/** The file of a project's breaker. @param folder of all breakers, absolute */
export function breakerFile(folder: string, project: string): string {
  return `${recordFolder(folder, project)}.json`;
}
