import * as nodePath from 'node:path';
import { toWorkspacePath } from '@nx-testmon/core';
import picomatch from 'picomatch';
import type { TransformConfig } from './transformer-api';

/**
 * Finds the modules that get probes. All others count as a whole: test files and setup files, packages, and
 * modules that mock others, because Jest hoists mocks with their content and rejects names from outside.
 */
export class ProbeCandidates {
  readonly #workspaceRoot: string;
  readonly #matchers = new Map<string, (path: string) => boolean>();

  constructor(workspaceRoot: string) {
    this.#workspaceRoot = workspaceRoot;
  }

  /**
   * @returns the path of a module that gets probes, relative to the workspace; `undefined` for other modules
   */
  pathOf(file: string, source: string, config: TransformConfig): string | undefined {
    const path = this.workspacePathOf(file);
    if (path === undefined || !/\.[cm]?[jt]sx?$/.test(file)) return undefined;
    const setup = [...(config.setupFiles ?? []), ...(config.setupFilesAfterEnv ?? [])];
    if (setup.includes(file) || this.#isTestFile(file, config) || mocksOthers(source)) return undefined;
    return path;
  }

  /** @returns the path relative to the workspace; `undefined` for a file outside of it or in a package */
  workspacePathOf(file: string): string | undefined {
    const path = toWorkspacePath(nodePath, this.#workspaceRoot, file);
    return path === undefined || /(^|\/)node_modules\//.test(path) ? undefined : path;
  }

  #isTestFile(file: string, { testMatch = [], testRegex = [] }: TransformConfig): boolean {
    if (testRegex.some((expression) => new RegExp(expression).test(file))) return true;
    const path = file.replaceAll('\\', '/');
    return testMatch.some((glob) => !glob.startsWith('!') && this.#matcherOf(glob)(path));
  }

  #matcherOf(glob: string): (path: string) => boolean {
    const known = this.#matchers.get(glob) ?? picomatch(glob, { dot: true });
    this.#matchers.set(glob, known);
    return known;
  }
}

function mocksOthers(source: string): boolean {
  return /\bjest\b/.test(source) && /\.\s*(do|un|deepUn|dont|set|unstable_)?[mM]ock/.test(source);
}
