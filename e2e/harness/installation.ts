import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from './child-process';
import { nxVersions, type NxVersion } from './nx-versions';
import type { Tarballs } from './tarballs';

/**
 * Installs the packed plugin, Nx, Vitest and TypeScript with npm. The folder is created once for each set of
 * packages and kept between runs. Workspaces link its files.
 *
 * @param more packages with their versions; a version of Vitest among them replaces the default one
 * @returns the folder, with `package.json`, `package-lock.json` and `node_modules`
 */
export async function findInstallation(
  nxVersion: NxVersion,
  tarballs: Tarballs,
  more: readonly string[] = [],
): Promise<string> {
  const { devkit } = nxVersions[nxVersion];
  const parent = join(tmpdir(), 'nx-testmon-e2e');
  const names = [nxVersion, tarballs.digest, ...more].map((name) => name.replaceAll('/', '+'));
  const folder = join(parent, names.join('-'));
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const making = mkdtempSync(join(parent, 'making-'));
  try {
    writeFileSync(join(making, 'package.json'), `{ "name": "e2e", "version": "0.0.0", "private": true }\n`);
    await runNpm(
      [
        'install',
        '--save-dev',
        '--save-exact',
        '--ignore-scripts',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        ...tarballs.files,
        `nx@${nxVersion}`,
        ...(devkit === undefined ? [] : [`@nx/devkit@${devkit}`]),
        ...(more.some((name) => name.startsWith('vitest@')) ? [] : ['vitest@5.1.1']),
        'typescript@5.9.3',
        ...more,
      ],
      making,
    );
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another run may have created the folder in the meantime, with the same contents.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
