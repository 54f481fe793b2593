import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RunnerInstallation } from './runner-adapter';
import type { RunnerFailure } from './runner-failure';

/** A runner that projects install as a package. */
export interface PackagedRunner {
  /** As its makers write it. */
  readonly title: string;
  readonly packageName: string;
  /** The versions that are supported, both included. */
  readonly oldestMajor: number;
  readonly newestMajor: number;
  /**
   * Absolute paths of its manifest and of the module by which it is driven.
   *
   * @param resolve as the project resolves names
   * @throws Error where it is not installed
   */
  locate(resolve: NodeJS.RequireResolve): { readonly manifest: string; readonly entry: string };
}

/**
 * Finds the runner that a project uses, without loading it.
 *
 * @param projectRoot absolute
 */
export function findInstallation(runner: PackagedRunner, projectRoot: string): RunnerInstallation {
  const { title, packageName, oldestMajor, newestMajor } = runner;
  let located: ReturnType<PackagedRunner['locate']>;
  try {
    located = runner.locate(createRequire(join(projectRoot, 'package.json')).resolve);
  } catch {
    return failed(
      'not-installed',
      `${title} is not installed where ${projectRoot} can see it.`,
      `npm install --save-dev ${packageName}`,
    );
  }
  const { version: written } = JSON.parse(readFileSync(located.manifest, 'utf8')) as { version?: unknown };
  const version = String(written);
  const major = Number.parseInt(version, 10);
  if (!(major >= oldestMajor && major <= newestMajor)) {
    const supported = `${oldestMajor} ${newestMajor - oldestMajor === 1 ? 'and' : 'to'} ${newestMajor}`;
    return failed(
      'unsupported',
      `${title} ${version} is used by ${projectRoot}; versions ${supported} are supported.`,
      `Install one of them, or run this project's tests without testmon.`,
    );
  }
  return { ok: true, version, entry: located.entry };
}

function failed(kind: RunnerFailure['kind'], message: string, next: string): RunnerInstallation {
  return { ok: false, failure: { kind, message, next } };
}
