import { join } from 'node:path';
import { readFolder } from '../files/read-disk';

/** Names of the packages and other entries in a `node_modules` folder. @param absolute path of the folder */
export function packageNamesIn(absolute: string): string[] {
  return namesIn(absolute).flatMap((name) =>
    name.startsWith('@') ? namesIn(join(absolute, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function namesIn(absolute: string): string[] {
  return (readFolder(absolute) ?? []).map(({ name }) => name).sort();
}
