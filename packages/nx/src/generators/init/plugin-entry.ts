import type { Tree } from '@nx/devkit';
import { appendInJson, parseJsonText, setInJson } from '@nx-testmon/engine/workspace-setup';
import { loadDevkit } from '../../load-devkit';
import { parsePluginOptions, type PluginOptions } from '../../inference/plugin-options';

const PLUGIN = 'nx-testmon';

type Entry = string | { readonly plugin: string; readonly options?: unknown };

/** The plugins of `nx.json`, and those of the file that it extends. */
function listPlugins(tree: Tree): readonly Entry[] {
  return loadDevkit().readNxJson(tree)?.plugins ?? [];
}

function isOurs(entry: Entry): boolean {
  return (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN;
}

/**
 * The options of the plugin in `nx.json`.
 *
 * @throws Error for an invalid option
 */
export function readPluginOptions(tree: Tree): PluginOptions {
  const entry = listPlugins(tree).find(isOurs);
  return parsePluginOptions(typeof entry === 'object' ? entry.options : undefined);
}

/** Lists the plugin in `nx.json`. Returns whether it was missing. */
export function addPlugin(tree: Tree): boolean {
  const plugins = listPlugins(tree);
  if (plugins.some(isOurs)) return false;
  const text = tree.read('nx.json', 'utf-8') ?? '{}\n';
  // A separate list would replace the one in the file of `extends`.
  const isExtended = plugins.length > 0 && ownPlugins(text) === undefined;
  tree.write(
    'nx.json',
    isExtended ? setInJson(text, ['plugins'], [...plugins, PLUGIN]) : appendInJson(text, ['plugins'], PLUGIN),
  );
  return true;
}

/** Removes the plugin from the list in `nx.json`. Returns whether it was in the list. */
export function removePlugin(tree: Tree): boolean {
  const before = tree.read('nx.json', 'utf-8') ?? '{}\n';
  const plugins = ownPlugins(before) ?? [];
  const kept = plugins.filter((entry) => !isOurs(entry));
  if (kept.length === plugins.length) return false;
  let text = before;
  for (let at = plugins.length - 1; at >= 0; at--)
    if (isOurs(plugins[at]!)) text = setInJson(text, ['plugins', at], undefined);
  tree.write('nx.json', kept.length === 0 ? setInJson(before, ['plugins'], undefined) : text);
  return true;
}

/** Whether the plugin is still listed, by a file that `nx.json` extends. */
export function hasPlugin(tree: Tree): boolean {
  return listPlugins(tree).some(isOurs);
}

function ownPlugins(text: string): readonly Entry[] | undefined {
  const { plugins } = (parseJsonText(text) ?? {}) as { readonly plugins?: unknown };
  return Array.isArray(plugins) ? (plugins as readonly Entry[]) : undefined;
}
