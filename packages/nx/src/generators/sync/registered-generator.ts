import type { Tree } from '@nx/devkit';
import { appendInJson, setInJson } from '@nx-testmon/engine/workspace-setup';
import { entriesInJson, listInJson } from '../../project-files';

const GENERATOR = 'nx-testmon:sync';
const LIST = ['sync', 'globalGenerators'];

/** Lists the generator in `nx.json`, so that `nx sync` runs it. Returns whether it was missing. */
export function registerGenerator(tree: Tree): boolean {
  const text = tree.read('nx.json', 'utf-8') ?? '{}\n';
  if (listInJson(text, LIST).includes(GENERATOR)) return false;
  tree.write('nx.json', appendInJson(text, LIST, GENERATOR));
  return true;
}

/** Removes the generator from the list in `nx.json`. Returns whether it was in the list. */
export function unregisterGenerator(tree: Tree): boolean {
  const before = tree.read('nx.json', 'utf-8') ?? '{}\n';
  const at = listInJson(before, LIST).indexOf(GENERATOR);
  if (at < 0) return false;
  let text = setInJson(before, [...LIST, at], undefined);
  if (listInJson(text, LIST).length === 0) text = setInJson(text, LIST, undefined);
  if (entriesInJson(text, ['sync']).length === 0) text = setInJson(text, ['sync'], undefined);
  tree.write('nx.json', text);
  return true;
}
