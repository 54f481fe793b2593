import type { ModuleGraph } from '../../graph/module-graph';
import { namedReferencesIn } from './named-references';

/**
 * Modules whose models a traversal may have used: those that it loads, those that they import, even as types (linking
 * looks for each name before anything runs), and those that these re-export with `export *`.
 */
export function modulesOfTrace(graph: ModuleGraph, loaded: ReadonlySet<string>): ReadonlySet<string> {
  const traced = new Set(loaded);
  const open: string[] = [];
  const add = (from: string, specifier: string) => {
    for (const path of graph.resolve(from, specifier).modules) {
      if (traced.has(path)) continue;
      traced.add(path);
      open.push(path);
    }
  };
  for (const path of loaded) {
    const model = graph.model(path);
    if (model) for (const specifier of namedReferencesIn(model).specifiers) add(path, specifier);
  }
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const star of graph.model(path)?.stars ?? []) add(path, star);
  }
  return traced;
}
