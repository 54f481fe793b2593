import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@nx-testmon/core';
import { findSqliteVersion } from '@nx-testmon/store';
import { checkNodeVersion } from '@nx-testmon/store/node-version';
import type { SetupCheck } from './setup-check';

/** Major versions of Nx; the same as in the plugin's manifest. */
export const supportedNx = { oldest: 21, newest: 24 } as const;

/** The versions to check. */
export interface VersionRequest {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly usesNx: boolean;
  readonly nodeVersion: string;
  /** Version of nx-testmon. */
  readonly ownVersion: string;
}

/** Checks Node, nx-testmon itself, its native module, and Nx. */
export function checkVersions({ root, usesNx, nodeVersion, ownVersion }: VersionRequest): SetupCheck[] {
  const unsupported = checkNodeVersion(nodeVersion);
  const installed = installedVersion(root, 'nx-testmon');
  const differs: Problem[] =
    installed === undefined || installed === ownVersion
      ? []
      : [{ kind: 'versions-differ', own: ownVersion, installed }];
  return [
    {
      name: 'node',
      found: `Node ${nodeVersion}, ${platform()} ${arch()}`,
      problems: unsupported ? [unsupported] : [],
    },
    { name: 'nx-testmon', found: `nx-testmon ${ownVersion}`, problems: differs },
    ...(usesNx ? [checkNx(installedVersion(root, 'nx'))] : []),
    checkSqlite(),
  ];
}

function checkNx(version: string | undefined): SetupCheck {
  if (version === undefined) return { name: 'nx', found: 'the version of Nx is not known', problems: [] };
  const major = Number.parseInt(version, 10);
  const { oldest, newest } = supportedNx;
  const isSupported = major >= oldest && major <= newest;
  const kind = major > newest ? 'nx-too-new' : 'nx-too-old';
  return {
    name: 'nx',
    found: `Nx ${version}`,
    problems: isSupported ? [] : [{ kind, version, oldest, newest }],
  };
}

function checkSqlite(): SetupCheck {
  const found = findSqliteVersion();
  return {
    name: 'sqlite',
    found: found.ok ? `better-sqlite3 ${found.version} can be loaded` : '',
    problems: found.ok ? [] : [found.problem],
  };
}

function installedVersion(root: string, name: string): string | undefined {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined; // Not installed, or stored in a form that only its package manager can read.
  }
}
