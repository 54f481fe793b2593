import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type NodeCommandLine, nodeOptionValue } from '../node-command-line';
import { testPatterns } from '../test-patterns';

/** The files of a run, absolute and sorted as Node sorts them. */
export interface FoundFiles {
  /** All files that the project's script names. */
  readonly all: readonly string[];
  /** The files that match the user's patterns and are in the shard. */
  readonly left: readonly string[];
}

/**
 * Finds test files with the same glob function as Node's test runner.
 *
 * @param own the project's script
 * @param added the user's arguments; their patterns replace those of the script
 */
export function findFiles(folder: string, own: NodeCommandLine, added: NodeCommandLine): FoundFiles {
  const all = glob(folder, testPatterns(own));
  const named = added.patterns.length === 0 ? all : glob(folder, added.patterns);
  const shard = nodeOptionValue(added, 'test-shard') ?? nodeOptionValue(own, 'test-shard');
  const [, at = '', of = ''] = /^(\d+)\/(\d+)$/.exec(String(shard)) ?? [];
  // All files are sharded, not only the selected ones, because two machines can select different files and
  // each file must be in one shard.
  const left = of === '' ? named : named.filter((_, index) => index % Number(of) === Number(at) - 1);
  return { all, left };
}

function glob(folder: string, patterns: readonly string[]): string[] {
  const found = globSync([...patterns], { cwd: folder, exclude: (name: string) => name === 'node_modules' });
  return [...new Set(found)].sort().map((path) => resolve(join(folder), path));
}

/**
 * Returns a glob pattern that matches this path. Node expands braces before it parses classes, so a class
 * can't contain `{`. Any character matches in its place, so a file whose name differs only there runs too.
 */
export function literalPattern(path: string): string {
  return path.replace(/[*?[(+@]/g, '[$&]').replaceAll('{', '?');
}
