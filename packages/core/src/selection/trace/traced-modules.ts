import type { ModuleGraph } from '../../graph/module-graph';
import { namedReferencesIn } from './named-references';

/**
 * Modules whose models a walk may have asked for: those it loads, those they name, for types too (whether a
 * name is there is looked up before anything runs), and what these hand on with `export *`.
 */
export function tracedModules(graph: ModuleGraph, loaded: ReadonlySet<string>): ReadonlySet<string> {
  const asked = new Set(loaded);
  const open: string[] = [];
  const ask = (from: string, specifier: string) => {
    for (const path of graph.resolve(from, specifier).modules) {
      if (asked.has(path)) continue;
      asked.add(path);
      open.push(path);
    }
  };
  for (const path of loaded) {
    const model = graph.model(path);
    if (model) for (const specifier of namedReferencesIn(model).specifiers) ask(path, specifier);
  }
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const star of graph.model(path)?.stars ?? []) ask(path, star);
  }
  return asked;
}
