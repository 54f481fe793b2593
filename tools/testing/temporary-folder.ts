import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder in the temporary folder of the system. Its creator disposes of it. */
export class TemporaryFolder implements Disposable {
  /** Absolute, with links resolved. */
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-test-')));

  /** The absolute path of a file or folder. */
  path(relative: string): string {
    return join(this.root, relative);
  }

  [Symbol.dispose](): void {
    // A process that a test has just ended may still write files.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
