import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestWorkspace } from './workspace';

const script = `
const Database = require(process.argv[1]);
const database = new Database(process.argv[2]);
database.exec('BEGIN EXCLUSIVE');
process.stdout.write('held');
process.stdin.on('end', () => { database.exec('ROLLBACK'); database.close(); });
process.stdin.resume();
`;

/** Another process that holds an exclusive lock on the database until it is released. */
export interface ExclusiveLock {
  release(): Promise<void>;
}

/**
 * @param workspace has `better-sqlite3` installed at its root
 * @param database absolute path of an existing database
 */
export async function holdExclusiveLock(
  workspace: Pick<TestWorkspace, 'root'>,
  database: string,
): Promise<ExclusiveLock> {
  const sqlite = join(workspace.root, 'node_modules/better-sqlite3');
  const child = spawn(process.execPath, ['-e', script, sqlite, database], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const held = once(child.stdout, 'data');
  await Promise.race([
    held,
    exited.then(() => {
      throw new Error(`could not lock ${database}`);
    }),
  ]);
  return {
    async release() {
      child.stdin.end();
      await exited;
    },
  };
}
