import { isAbsolute, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { TransformConfig } from './transformer-api';

/**
 * Path relative to the workspace of a module that is to get probes; `undefined` for what counts as a whole:
 * test files and setup files, packages, and modules that mock others, because Jest hoists mocks with what is
 * in them and refuses names from outside.
 */
export function probeCandidate(
  workspaceRoot: string,
  file: string,
  source: string,
  config: TransformConfig,
): string | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(file) || /[\\/]node_modules[\\/]/.test(file)) return undefined;
  const path = relative(workspaceRoot, file);
  if (path.startsWith('..') || isAbsolute(path)) return undefined;
  const setup = [...(config.setupFiles ?? []), ...(config.setupFilesAfterEnv ?? [])];
  if (setup.includes(file) || isTestFile(file, config) || mocksOthers(source)) return undefined;
  return path.split(sep).join('/');
}

function isTestFile(file: string, { testMatch = [], testRegex = [] }: TransformConfig): boolean {
  if (testRegex.some((expression) => new RegExp(expression).test(file))) return true;
  return testMatch.some((glob) => !glob.startsWith('!') && matcherOf(glob)(file.replaceAll('\\', '/')));
}

const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(glob: string): (path: string) => boolean {
  const known = matchers.get(glob) ?? picomatch(glob, { dot: true });
  matchers.set(glob, known);
  return known;
}

function mocksOthers(source: string): boolean {
  return /\bjest\b/.test(source) && /\.\s*(do|un|deepUn|dont|set|unstable_)?[mM]ock/.test(source);
}
