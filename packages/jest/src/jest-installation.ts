import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RunnerFailure, RunnerInstallation } from '@nx-testmon/runner';

const oldestMajor = 29;
const newestMajor = 30;

/**
 * Finds the Jest that a project uses, without loading it.
 *
 * @param projectRoot absolute
 */
export function findJest(projectRoot: string): RunnerInstallation {
  let manifest: string;
  let entry: string;
  try {
    manifest = createRequire(join(projectRoot, 'package.json')).resolve('jest/package.json');
    entry = createRequire(manifest).resolve('jest-cli');
  } catch {
    return failed(
      'not-installed',
      `Jest is not installed where ${projectRoot} can see it.`,
      'npm install --save-dev jest',
    );
  }
  const version = String((JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown }).version);
  const major = Number.parseInt(version, 10);
  if (!(major >= oldestMajor && major <= newestMajor)) {
    return failed(
      'unsupported',
      `Jest ${version} is used by ${projectRoot}; versions ${oldestMajor} and ${newestMajor} are supported.`,
      `Install one of them, or run this project's tests without testmon.`,
    );
  }
  return { ok: true, version, entry };
}

function failed(kind: RunnerFailure['kind'], message: string, next: string): RunnerInstallation {
  return { ok: false, failure: { kind, message, next } };
}
