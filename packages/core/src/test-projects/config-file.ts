import { posix } from 'node:path';

/** In the order in which the runners themselves look for one. */
const DEFAULT_NAMES = [
  'vitest.config',
  'vite.config',
  'vitest.workspace',
  'vitest.projects',
  'jest.config',
  'package',
];
const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const JEST_EXTENSIONS = ['js', 'ts', 'mjs', 'cjs', 'cts', 'mts', 'json'];

/** `manifest`: a `package.json`, which may hold a configuration of Jest. */
export type ConfigFileKind = 'vitest' | 'vite' | 'workspace' | 'jest' | 'manifest';

/** What a file is by its name; `undefined` for names of the user's own. */
export function configFileKind(path: string): ConfigFileKind | undefined {
  const { name, ext } = posix.parse(path);
  const known = EXTENSIONS.includes(ext.slice(1));
  if (known && name === 'vitest.config') return 'vitest';
  if (known && name === 'vite.config') return 'vite';
  if (name === 'jest.config' && JEST_EXTENSIONS.includes(ext.slice(1))) return 'jest';
  if (posix.basename(path) === 'package.json') return 'manifest';
  const isWorkspace = name === 'vitest.workspace' || name === 'vitest.projects';
  return isWorkspace && (known || ext === '.json') ? 'workspace' : undefined;
}

/** Orders files of one folder as Vitest prefers them, so that the first is the one it would load. */
export function comparePrecedence(a: string, b: string): number {
  return precedence(a) - precedence(b) || (a < b ? -1 : 1);
}

function precedence(path: string): number {
  const { name, ext } = posix.parse(path);
  const extensions = name === 'jest.config' ? JEST_EXTENSIONS : EXTENSIONS;
  return DEFAULT_NAMES.indexOf(name) * 100 + extensions.indexOf(ext.slice(1));
}

/** Whether a `package.json` holds a configuration of Jest. */
export function configuresJest(text: string): boolean {
  try {
    const { jest } = JSON.parse(text) as { jest?: unknown };
    return typeof jest === 'object' && jest !== null;
  } catch {
    return false;
  }
}

/** The runner that a configuration is for, by its name; one of the user's own naming is Vitest's unless it says Jest. */
export function runnerOf(path: string): 'vitest' | 'jest' {
  const kind = configFileKind(path);
  if (kind === 'jest' || kind === 'manifest') return 'jest';
  const name = posix.basename(path);
  return kind === undefined && /jest/i.test(name) && !/vitest/i.test(name) ? 'jest' : 'vitest';
}

/**
 * Whether a Vite configuration configures tests, by its text alone: running it would be slow and could fail.
 * Says yes rather than no, because a target without tests costs less than tests without a target.
 */
export function mentionsTests(text: string): boolean {
  return /\btest['"]?\s*[:,}]|\btest\s*\(|vitest|\bexport\s*(\*|\{[^}]*\})\s*from\b/.test(text);
}

/** Whether a configuration hands the work to the configurations of other projects. */
export function delegatesToProjects(kind: ConfigFileKind, text: string): boolean {
  return kind === 'workspace' || /\b(projects|workspace)['"]?\s*:/.test(text);
}

/**
 * Ending for the target names of one configuration among several: `vitest.unit.config.ts` gives `unit`, and
 * one with nothing but the runner and `config` in its name gives the empty text, or its folder inside the project.
 *
 * @param path relative to the project root
 */
export function configSuffix(path: string): string {
  const { dir, name } = posix.parse(path);
  const words = (text: string) => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const own = words(name).filter((word) => !/^(vitest|vite|jest|config|workspace|projects)$/i.test(word));
  return (own.length > 0 ? own : words(dir)).join('-');
}

/**
 * Relative paths that a configuration's text names, such as a shared base configuration or a setup file. They
 * are candidates: nothing says they exist.
 *
 * @returns paths inside the workspace, relative to its root
 */
export function namedPaths(configFile: string, text: string): readonly string[] {
  const paths = new Set<string>();
  for (const [, literal] of text.matchAll(/['"`](\.\.?\/[^'"`*{}$\n]+)['"`]/g)) {
    const path = posix.join(posix.dirname(configFile), literal ?? '');
    if (!path.startsWith('..')) paths.add(path);
  }
  return [...paths].sort();
}
