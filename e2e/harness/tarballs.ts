import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

/** The packages as a user installs them. */
export interface Tarballs {
  readonly folder: string;
  readonly files: readonly string[];
  /** The same for the same contents. */
  readonly digest: string;
}

/** Packs the compiled packages of this repository. */
export function packTarballs(): Tarballs {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-tarballs-'));
  execFileSync(process.execPath, [join(repository, 'tools/pack.mts'), folder], { stdio: 'pipe' });
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .sort()
    .map((name) => join(folder, name));
  const hash = createHash('sha256');
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest());
  return { folder, files, digest: hash.digest('hex').slice(0, 12) };
}
