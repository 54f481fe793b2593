import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type NodeCommandLine, nodeOptionValue } from '../node-command-line';
import { testPatterns } from '../test-patterns';

/** The files of a run, absolute and sorted as Node sorts them. */
export interface FoundFiles {
  /** All that the project's script names. */
  readonly all: readonly string[];
  /** Those that the user's own patterns and the shard leave. */
  readonly left: readonly string[];
}

/**
 * Looks for test files with the search that the test runner itself uses.
 *
 * @param own the project's script
 * @param added what the user adds to it; patterns take the place of those of the script
 */
export function findFiles(folder: string, own: NodeCommandLine, added: NodeCommandLine): FoundFiles {
  const all = glob(folder, testPatterns(own));
  const named = added.patterns.length === 0 ? all : glob(folder, added.patterns);
  const shard = nodeOptionValue(added, 'test-shard') ?? nodeOptionValue(own, 'test-shard');
  const [, at = '', of = ''] = /^(\d+)\/(\d+)$/.exec(String(shard)) ?? [];
  // Of all files, before any selection: two machines may select differently, and a file must not fall between
  // their shards.
  const left = of === '' ? named : named.filter((_, index) => index % Number(of) === Number(at) - 1);
  return { all, left };
}

function glob(folder: string, patterns: readonly string[]): string[] {
  const found = globSync([...patterns], { cwd: folder, exclude: (name: string) => name === 'node_modules' });
  return [...new Set(found)].sort().map((path) => resolve(join(folder), path));
}

/** A path as a pattern that matches nothing else. */
export function literalPattern(path: string): string {
  return path.replace(/[*?[{(!+@]/g, '[$&]').replace('[!]', '!');
}
