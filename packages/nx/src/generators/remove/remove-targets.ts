import type { Tree } from '@nx/devkit';
import { isObject, printable, TESTMON_EXECUTOR } from '@nx-testmon/core';
import { setInJson } from '@nx-testmon/engine/workspace-setup';
import { loadDevkit } from '../../load-devkit';
import { entriesInJson, projectFilesOf } from '../../project-files';

/**
 * Deletes every target with our executor from the files of the projects, and its defaults from `nx.json`.
 *
 * @returns a line for each changed file
 */
export function removeTargets(tree: Tree): string[] {
  const roots = [...loadDevkit().getProjects(tree).values()].map(({ root }) => root);
  const files = [...new Set(roots)].flatMap((root) =>
    projectFilesOf(root).map(({ file, path }) => [file, [...path, 'targets']] as const),
  );
  return [...files, ['nx.json', ['targetDefaults']] as const].flatMap(([file, path]) => {
    const names = removeFrom(tree, file, path);
    return names.length === 0
      ? []
      : [`${printable(file)}: ${names.map(printable).join(', ')} removed from ${path.join('.')}.`];
  });
}

/** Deletes the entries with our executor from the object at a path, and objects that become empty. */
function removeFrom(tree: Tree, file: string, path: readonly string[]): string[] {
  const before = tree.read(file, 'utf-8') ?? '';
  const entries = entriesInJson(before, path);
  const names = entries
    .filter(([name, value]) => name === TESTMON_EXECUTOR || executorOf(value) === TESTMON_EXECUTOR)
    .map(([name]) => name);
  if (names.length === 0) return [];
  let text = before;
  for (const name of names) text = setInJson(text, [...path, name], undefined);
  for (let depth = path.length; depth > 0; depth--) {
    const above = path.slice(0, depth);
    if (entriesInJson(text, above).length === 0) text = setInJson(text, [...above], undefined);
  }
  tree.write(file, text);
  return names;
}

function executorOf(value: unknown): unknown {
  return isObject(value) ? value['executor'] : undefined;
}
