import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { failed } from '@nx-testmon/core';
import type { RunnerInstallation } from './test-runner';

/** A test runner that is an npm package, with the supported versions. */
export interface RunnerPackage {
  /** The usual spelling, such as `Jest`. */
  readonly title: string;
  readonly packageName: string;
  /** The supported major versions, both inclusive. */
  readonly oldestMajor: number;
  readonly newestMajor: number;
  /**
   * Finds the absolute paths of its manifest and of the module that exports its API.
   *
   * @param resolve resolves names from the project
   * @throws Error if it is not installed
   */
  locate(resolve: NodeJS.RequireResolve): { readonly manifest: string; readonly entry: string };
}

/**
 * Finds the test runner that a project uses, without loading it.
 *
 * @param projectRoot absolute path
 */
export function findInstallation(runner: RunnerPackage, projectRoot: string): RunnerInstallation {
  const { title, packageName, oldestMajor: oldest, newestMajor: newest } = runner;
  let located: ReturnType<RunnerPackage['locate']>;
  try {
    located = runner.locate(createRequire(join(projectRoot, 'package.json')).resolve);
  } catch {
    return failed({ kind: 'runner-not-installed', title, projectRoot, packageName });
  }
  const { version: written } = JSON.parse(readFileSync(located.manifest, 'utf8')) as { version?: unknown };
  const version = String(written);
  const major = Number.parseInt(version, 10);
  if (!(major >= oldest && major <= newest)) {
    return failed({ kind: 'runner-unsupported', title, version, projectRoot, oldest, newest });
  }
  return { ok: true, version, entry: located.entry };
}
