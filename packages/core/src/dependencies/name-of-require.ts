import type { ModuleGraph } from '../graph/module-graph';
import { mayProvide } from '../graph/may-provide';
import type { ModuleModel } from '../model/module-model';

/**
 * The export that a member of the result of `require` means; `*` if it may mean more. For `default`, a compiler uses
 * the whole module if the module is not marked as a compiled ES module, and an ES module may determine the result of
 * `require`.
 */
export function requiredName(graph: ModuleGraph, target: string, member: string): string {
  const model = graph.model(target);
  if (member === '*' || !model || model.kind === 'whole-file') return member;
  const isExported = providesName(graph, target, model, member);
  return isExported && !Object.hasOwn(model.exports, 'module.exports') ? member : '*';
}

/** Whether a module or one of its stars exports, or may export, a name. Stars never provide a default export. */
export function providesName(graph: ModuleGraph, path: string, model: ModuleModel, name: string): boolean {
  if (Object.hasOwn(model.exports, name)) return true;
  return (
    name !== 'default' &&
    model.stars.some((specifier) => mayProvide(graph, { importer: path, specifier }, name))
  );
}
