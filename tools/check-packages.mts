/**
 * Checks the tarballs with publint and Are The Types Wrong, and that each contains the files that every
 * package needs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packPackages } from './pack.mts';

const root = dirname(import.meta.dirname);
const neededFiles = ['package/LICENSE', 'package/README.md', 'package/package.json'];

async function lintManifest(tarball: string): Promise<string[]> {
  const bytes = readFileSync(tarball);
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: copy }, level: 'suggestion', strict: true });
  return messages.flatMap((message) => formatMessage(message, pkg) ?? []);
}

/** The output of `attw` if it finds a fault. */
function lintTypes(tarball: string): string[] {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const args = [attw, tarball, '--profile', 'node16', '--format', 'ascii', '--no-emoji', '--no-color'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? [] : [`attw: ${stdout}${stderr}`];
}

function findMissingFiles(tarball: string): string[] {
  const { stdout } = spawnSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
  const listed = new Set(stdout.split(/\r?\n/));
  return neededFiles.filter((file) => !listed.has(file)).map((file) => `${file} is missing`);
}

const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-check-'));
try {
  // Any address works, because the fields are checked, but the address is not requested.
  const tarballs = await packPackages(folder, 'https://github.com/example/nx-testmon');
  let faults = 0;
  for (const tarball of tarballs) {
    const lines = [...findMissingFiles(tarball), ...(await lintManifest(tarball)), ...lintTypes(tarball)];
    for (const line of lines) console.error(`packages: ${basename(tarball)}: ${line}`);
    faults += lines.length;
  }
  console.log(`packages: ${tarballs.length} tarballs checked, ${faults} faults`);
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
