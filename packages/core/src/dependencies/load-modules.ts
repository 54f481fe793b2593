import type { BlockModel } from '../model/module-model';
import { formatBlockId } from '../records/block-id';
import { type Linking, type LoadPlan, planningLoads } from './plan-load';
import type { Depth, Walk } from './walk';

/** Loads modules as an engine does: imports first, each module once, effects in the order they run. */
export interface ModuleLoader {
  load(path: string, cause: string | undefined): void;
  /** Blocks with effects, and modules in import cycles, in the order of evaluation. */
  readonly effects: readonly string[];
}

/** Where loading leads on to. */
export interface LoadSteps {
  enter(path: string, block: BlockModel, depth: Depth, cause: string): void;
  use(path: string, name: string, depth: Depth, cause: string): void;
}

export function createLoader(walk: Walk, { enter, use }: LoadSteps, linking: Linking = {}): ModuleLoader {
  const planOf = planningLoads(walk.graph, linking);
  const effects: string[] = [];

  /** A stack of its own, so that a long chain of imports can't overflow. */
  function load(start: string, cause: string | undefined): void {
    const open: { readonly path: string; readonly plan: LoadPlan; next: number }[] = [];
    const begin = (path: string, from: string | undefined) => {
      const plan = beginModule(path, from);
      if (plan) open.push({ path, plan, next: 0 });
    };
    begin(start, cause);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = top.plan.targets[top.next++];
      if (target !== undefined) begin(target, top.path);
      else {
        open.pop();
        evaluate(top.path, top.plan);
      }
    }
  }

  function beginModule(path: string, cause: string | undefined): LoadPlan | undefined {
    if (!walk.beginModule(path, cause)) return undefined;
    const plan = planOf(path);
    if (!plan) {
      walk.add(formatBlockId({ kind: 'file', path }), 'missing', cause);
      return undefined;
    }
    const { model, fingerprints, links, notes, targets } = plan;
    walk.addAll(fingerprints, cause);
    if (model.readsFiles) walk.readFilesBeside(path);
    if (links) walk.add(links.block, links.hash, cause ?? path);
    for (const { specifier, resolution } of notes) walk.note(path, specifier, resolution, path);
    if (model.kind === 'opaque')
      for (const target of targets) walk.later(() => use(target, '*', 'whole', path));
    return plan;
  }

  function evaluate(path: string, plan: LoadPlan): void {
    for (const effect of plan.effects) effects.push(effect);
    for (const { block, depth } of plan.eager) walk.later(() => enter(path, block, depth, path));
  }

  return { load, effects };
}
