import type { ModuleGraph } from './module-graph';
import type { ModuleModel } from '../model/module-model';

/** Workspace modules that are loaded when this one is, in source order. */
export function loadedImports(graph: ModuleGraph, path: string, model: ModuleModel): string[] {
  return model.imports
    .filter(({ kind }) => kind === 'value' || (kind === 'elidable' && graph.keepsTypeImports(path)))
    .flatMap(({ specifier }) => graph.resolve(path, specifier).modules);
}

const known = new WeakMap<ModuleGraph, ImportCycles>();

interface ImportCycles {
  readonly order: Map<string, number>;
  readonly low: Map<string, number>;
  readonly open: string[];
  readonly isOpen: Set<string>;
  readonly inCycle: Map<string, boolean>;
}

/**
 * Whether a module is part of an import cycle, where the order of evaluation can make a name unusable.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own, so that a long
 * chain of imports can't overflow; answers are kept for the lifetime of the graph.
 */
export function isInImportCycle(graph: ModuleGraph, path: string): boolean {
  let cycles = known.get(graph);
  if (!cycles) {
    cycles = { order: new Map(), low: new Map(), open: [], isOpen: new Set(), inCycle: new Map() };
    known.set(graph, cycles);
  }
  if (!cycles.inCycle.has(path)) findCycles(graph, path, cycles);
  return cycles.inCycle.get(path) ?? false;
}

interface Visit {
  readonly path: string;
  readonly imports: readonly string[];
  next: number;
}

function findCycles(graph: ModuleGraph, start: string, cycles: ImportCycles): void {
  const { order, low, open, isOpen } = cycles;
  const visit = (path: string): Visit => {
    order.set(path, order.size);
    low.set(path, order.get(path)!);
    open.push(path);
    isOpen.add(path);
    const model = graph.model(path);
    return { path, imports: model ? loadedImports(graph, path, model) : [], next: 0 };
  };
  const lower = (path: string, to: number) => low.set(path, Math.min(low.get(path)!, to));

  const stack = [visit(start)];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const target = top.imports[top.next++];
    if (target !== undefined) {
      if (!order.has(target)) stack.push(visit(target));
      else if (isOpen.has(target)) lower(top.path, order.get(target)!);
      continue;
    }
    stack.pop();
    const parent = stack.at(-1);
    if (parent) lower(parent.path, low.get(top.path)!);
    if (low.get(top.path) === order.get(top.path)) close(top, cycles);
  }
}

/** Takes a finished component off the open modules; one module is a cycle only if it imports itself. */
function close({ path, imports }: Visit, { open, isOpen, inCycle }: ImportCycles): void {
  const component = open.splice(open.lastIndexOf(path));
  const cyclic = component.length > 1 || imports.includes(path);
  for (const member of component) {
    isOpen.delete(member);
    inCycle.set(member, cyclic);
  }
}
