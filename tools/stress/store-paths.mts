import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The absolute paths of a store. */
export interface StorePaths {
  /** The folder that contains the store. */
  readonly folder: string;
  readonly testmon: string;
  /** The database. */
  readonly file: string;
  readonly recordsDir: string;
  readonly pendingDir: string;
}

/** The paths of a store below a folder, as in a workspace. */
export function storePathsIn(folder: string): StorePaths {
  const testmon = join(folder, '.testmon');
  return {
    folder,
    testmon,
    file: join(testmon, 'testmondata.db'),
    recordsDir: join(testmon, 'records'),
    pendingDir: join(testmon, 'pending'),
  };
}

/** Creates a folder for one store. The caller removes it. */
export function createStorePaths(): StorePaths {
  const paths = storePathsIn(realpathSync(mkdtempSync(join(tmpdir(), 'testmon-stress-'))));
  mkdirSync(paths.testmon);
  return paths;
}
