import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a store lies; absolute paths. */
export interface StorePaths {
  /** The folder around it. */
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

/** A folder of its own for one store. The caller removes it. */
export function createStorePaths(): StorePaths {
  const paths = storePathsIn(realpathSync(mkdtempSync(join(tmpdir(), 'testmon-stress-'))));
  mkdirSync(paths.testmon);
  return paths;
}
