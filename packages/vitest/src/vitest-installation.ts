import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RunnerFailure, RunnerInstallation } from '@nx-testmon/runner';

const oldestMajor = 3;
const newestMajor = 5;

/**
 * Finds the Vitest that a project uses, without loading it.
 *
 * @param projectRoot absolute
 */
export function findVitest(projectRoot: string): RunnerInstallation {
  const { resolve } = createRequire(join(projectRoot, 'package.json'));
  let manifest: string;
  let entry: string;
  try {
    manifest = resolve('vitest/package.json');
    entry = resolve('vitest/node');
  } catch {
    return failed(
      'not-installed',
      `Vitest is not installed where ${projectRoot} can see it.`,
      'npm install --save-dev vitest',
    );
  }
  const version = String((JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown }).version);
  const major = Number.parseInt(version, 10);
  if (!(major >= oldestMajor && major <= newestMajor)) {
    return failed(
      'unsupported',
      `Vitest ${version} is used by ${projectRoot}; versions ${oldestMajor} to ${newestMajor} are supported.`,
      `Install one of them, or run this project's tests without testmon.`,
    );
  }
  return { ok: true, version, entry };
}

function failed(kind: RunnerFailure['kind'], message: string, next: string): RunnerInstallation {
  return { ok: false, failure: { kind, message, next } };
}
