import type { ModuleGraph } from '../graph/module-graph';
import { mayProvide } from '../graph/may-provide';
import type { ModuleModel } from '../model/module-model';

/**
 * The exported name that a member of what `require` gives stands for; `*` where it may stand for more. Under `default`,
 * a compiler looks for the whole module if that does not say that it was an ES module, and an ES module may decide what
 * `require` gives.
 */
export function requiredName(graph: ModuleGraph, target: string, member: string): string {
  const model = graph.model(target);
  if (member === '*' || !model || model.kind === 'whole-file') return member;
  const isExported = providesName(graph, target, model, member);
  return isExported && !Object.hasOwn(model.exports, 'module.exports') ? member : '*';
}

/** Whether a module or one of its stars exports a name, or may do so. Stars never give a default. */
export function providesName(graph: ModuleGraph, path: string, model: ModuleModel, name: string): boolean {
  if (Object.hasOwn(model.exports, name)) return true;
  return (
    name !== 'default' &&
    model.stars.some((specifier) => mayProvide(graph, { importer: path, specifier }, name))
  );
}
