import type { Tree } from '@nx/devkit';
import { printable } from '@nx-testmon/core';
import { parseJsonText, setInJson } from '@nx-testmon/engine/workspace-setup';
import { posix } from 'node:path';
import { loadDevkit } from '../load-devkit';

const EXECUTOR = 'nx-testmon:testmon';

/** Files of a project that can define targets, and where. */
const definitions = [
  ['project.json', ['targets']],
  ['package.json', ['nx', 'targets']],
] as const;

/**
 * Deletes every target with our executor from the files of the projects, and its defaults from `nx.json`.
 *
 * @returns a line for each file that has changed
 */
export function removeTargets(tree: Tree): string[] {
  const roots = [...loadDevkit().getProjects(tree).values()].map(({ root }) => root);
  const files = [...new Set(roots)].flatMap((root) =>
    definitions.map(([name, path]) => [posix.join(root, name), path] as const),
  );
  return [...files, ['nx.json', ['targetDefaults']] as const].flatMap(([file, path]) => {
    const names = removeFrom(tree, file, path);
    return names.length === 0
      ? []
      : [`${printable(file)}: ${names.map(printable).join(', ')} removed from ${path.join('.')}.`];
  });
}

/** Deletes the entries with our executor from the object at a path, and what is empty then. */
function removeFrom(tree: Tree, file: string, path: readonly string[]): string[] {
  const before = tree.read(file, 'utf-8') ?? '';
  const entries = entriesAt(before, path);
  const names = entries
    .filter(([name, value]) => name === EXECUTOR || executorOf(value) === EXECUTOR)
    .map(([name]) => name);
  if (names.length === 0) return [];
  let text = before;
  for (const name of names) text = setInJson(text, [...path, name], undefined);
  for (let depth = path.length; depth > 0; depth--) {
    const above = path.slice(0, depth);
    if (entriesAt(text, above).length === 0) text = setInJson(text, [...above], undefined);
  }
  tree.write(file, text);
  return names;
}

function entriesAt(text: string, path: readonly string[]): [string, unknown][] {
  let value: unknown = parseJsonText(text);
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return isObject(value) ? Object.entries(value) : [];
}

function executorOf(value: unknown): unknown {
  return isObject(value) ? value['executor'] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
