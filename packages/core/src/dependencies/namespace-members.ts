import type { ModuleGraph } from '../graph/module-graph';
import { type BlockModel, type ModuleModel } from '../model/module-model';
import { modulesOfClass } from './class-bases';
import { hasPlainExports, importedName, loadedModule } from './target-of-import';

/**
 * Finds the modules that prove that the imported names in a block are namespaces of ES modules, including the module
 * of the block. If none of them is mocked and all others are evaluated first, reading members of these namespaces
 * can't fail and runs nothing.
 *
 * @param block of a declaration that reads members of imported names when it is loaded
 * @returns `undefined` if a name may be another object, because a member of it may be a getter
 */
export function modulesOfNamespaces(
  graph: ModuleGraph,
  path: string,
  block: BlockModel,
): readonly string[] | undefined {
  const model = graph.model(path);
  if (!model) return undefined;
  const passed = [path];
  // The members may belong to a class that others extend, so `heritage` marks all names that lead to members.
  const names = block.references.filter(({ use }) => use === 'heritage');
  for (const { name } of names) {
    const found = modulesOfNamespace(graph, path, model, name) ?? modulesOfClass(graph, path, name);
    if (!found) return undefined;
    passed.push(...found);
  }
  return names.length > 0 ? [...new Set(passed)] : undefined;
}

function modulesOfNamespace(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
  local: string,
): readonly string[] | undefined {
  const passed: string[] = [];
  const target = importedName(graph, { path, local }, model, passed);
  if (target?.local !== '*') return undefined;
  const found = new Set<string>();
  return isPlainNamespace(graph, target.path, found) ? [...passed, ...found] : undefined;
}

/** Whether all names of a namespace are declared in ES modules. @param found receives these modules */
function isPlainNamespace(graph: ModuleGraph, path: string, found: Set<string>): boolean {
  if (found.has(path)) return true;
  found.add(path);
  const model = graph.model(path);
  if (!model || !hasPlainExports(model)) return false;
  const hops = Object.values(model.exports).flatMap((one) => (one.kind === 'hop' ? [one.specifier] : []));
  return [...new Set([...hops, ...model.stars])].every((specifier) => {
    const target = loadedModule(graph, path, model, specifier);
    return target !== undefined && isPlainNamespace(graph, target, found);
  });
}
