import type { ModuleGraph } from '../graph/module-graph';
import { ownEntry } from '../graph/module-index';
import { membersOf } from '../model/block-name';
import type { BlockModel, ModuleModel } from '../model/module-model';
import { importedName, type Name } from './target-of-import';

/**
 * Finds the modules that prove that all bases of a class are classes, including the module of the class. If none of
 * them is mocked and all others are evaluated first, defining the class can't fail, and no test can observe it.
 *
 * @param block of a declaration that evaluates its bases when it is loaded
 * @returns `undefined` if a base may be something other than a class
 */
export function modulesOfBases(
  graph: ModuleGraph,
  path: string,
  block: BlockModel,
): readonly string[] | undefined {
  const bases = block.references.filter(({ use }) => use === 'heritage');
  const found = bases.map(({ name }) => modulesOfClass(graph, path, name));
  if (bases.length === 0 || found.includes(undefined)) return undefined;
  return [...new Set([path, ...found.flatMap((modules) => modules ?? [])])];
}

/** The modules through which a name of one module leads to a class. */
export function modulesOfClass(
  graph: ModuleGraph,
  path: string,
  local: string,
): readonly string[] | undefined {
  const passed: string[] = [];
  for (let at: Name | undefined = { path, local }; at;) {
    // A re-export that leads back to itself exports nothing.
    if (passed.includes(at.path)) return undefined;
    passed.push(at.path);
    const model = graph.model(at.path);
    if (!model) return undefined;
    if (isOwnClass(model, at.local)) return passed;
    at = importedName(graph, at, model, passed);
  }
  return undefined;
}

function isOwnClass({ declarations, bindings }: ModuleModel, name: string): boolean {
  const isDeclared = ownEntry(declarations, name) === name && Object.hasOwn(declarations, membersOf(name));
  return isDeclared && !Object.hasOwn(bindings, name);
}
