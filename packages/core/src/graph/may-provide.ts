import { listsExports } from '../model/listed-exports';
import type { ModuleGraph } from './module-graph';
import type { StarExport } from './star-export';

/** Whether a star may provide a name. A module that can't be analyzed may provide any name. */
export function mayProvide(
  graph: ModuleGraph,
  { importer, specifier }: StarExport,
  name: string,
  seen: Set<string> = new Set(),
): boolean {
  const { modules, packages, unknown } = graph.resolve(importer, specifier);
  if (packages.length > 0 || unknown) return true;
  return modules.some((path) => {
    if (seen.has(path)) return false;
    seen.add(path);
    const model = graph.model(path);
    if (!model) return false;
    if (Object.hasOwn(model.exports, name) || !listsExports(model)) return true;
    return model.stars.some((star) => mayProvide(graph, { importer: path, specifier: star }, name, seen));
  });
}
