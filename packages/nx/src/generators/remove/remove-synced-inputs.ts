import type { Tree } from '@nx/devkit';
import { printable } from '@nx-testmon/core';
import { setInJson } from '@nx-testmon/engine/workspace-setup';
import { SYNCED_INPUT } from '../../inference/synced-input';
import { loadDevkit } from '../../load-devkit';
import { entriesInJson, existingProjectFiles, listInJson, type ProjectFile } from '../../project-files';

/**
 * Deletes the named input of the generator `sync` from the files of the projects, unless other targets use
 * it. Dependencies are kept, because those that `sync` has added can't be distinguished from others.
 *
 * @returns a line for each changed file
 */
export function removeSyncedInputs(tree: Tree): string[] {
  const roots = [...loadDevkit().getProjects(tree).values()].map(({ root }) => root);
  return [...new Set(roots)].flatMap((root) => {
    const files = existingProjectFiles(tree, root);
    if (files.some((file) => usesInput(tree, file))) return [];
    return files.flatMap((file) => removeFrom(tree, file));
  });
}

function usesInput(tree: Tree, { file, path }: ProjectFile): boolean {
  const text = tree.read(file, 'utf-8') ?? '';
  const targets = entriesInJson(text, [...path, 'targets']);
  const named = entriesInJson(text, [...path, 'namedInputs']);
  return (
    targets.some(([name]) => uses(listInJson(text, [...path, 'targets', name, 'inputs']))) ||
    named.some(([name]) => uses(listInJson(text, [...path, 'namedInputs', name])))
  );
}

function uses(inputs: readonly unknown[]): boolean {
  return inputs.some(
    (input) =>
      input === SYNCED_INPUT ||
      (typeof input === 'object' && input !== null && 'input' in input && input.input === SYNCED_INPUT),
  );
}

function removeFrom(tree: Tree, { file, path }: ProjectFile): string[] {
  let text = tree.read(file, 'utf-8') ?? '';
  const named = [...path, 'namedInputs'];
  if (!entriesInJson(text, named).some(([name]) => name === SYNCED_INPUT)) return [];
  text = setInJson(text, [...named, SYNCED_INPUT], undefined);
  for (let depth = named.length; depth > 0; depth--) {
    const above = named.slice(0, depth);
    if (entriesInJson(text, above).length === 0) text = setInJson(text, above, undefined);
  }
  tree.write(file, text);
  return [`${printable(file)}: removed ${SYNCED_INPUT} from ${named.join('.')}.`];
}
