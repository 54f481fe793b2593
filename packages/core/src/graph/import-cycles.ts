import type { ModuleModel } from '../model/module-model';
import { ComponentFinder } from './component-finder';
import type { ModuleGraph } from './module-graph';

/** Workspace modules that are loaded when this one is, in source order. */
export function loadedImports(graph: ModuleGraph, path: string, model: ModuleModel): string[] {
  return model.imports
    .filter(({ kind }) => kind === 'value' || (kind === 'elidable' && graph.keepsTypeImports(path)))
    .flatMap(({ specifier }) => graph.resolve(path, specifier).modules);
}

/** The import cycles of a module graph. In a cycle, the order of evaluation can make a name unusable. */
export class ImportCycles {
  private readonly finder: ComponentFinder<string>;
  private readonly isCyclic = new Map<string, boolean>();

  constructor(graph: ModuleGraph) {
    this.finder = new ComponentFinder((path) => {
      const model = graph.model(path);
      return model ? loadedImports(graph, path, model) : [];
    });
  }

  /** Whether a module is part of an import cycle. */
  includes(path: string): boolean {
    for (const { members, isCyclic } of this.finder.find(path))
      for (const member of members) this.isCyclic.set(member, isCyclic);
    return this.isCyclic.get(path) ?? false;
  }
}
