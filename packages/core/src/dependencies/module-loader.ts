import type { BlockModel } from '../model/module-model';
import { formatBlockId } from '../records/block-id';
import type { EagerBlock, LinkOptions, LoadPlan, LoadPlans } from './load-plans';
import type { Origin, Traversal } from './traversal';

/** The next steps from a loaded module. */
export interface LoadSteps {
  enter(path: string, block: BlockModel, origin: Origin): void;
  use(path: string, name: string, origin: Origin): void;
}

/**
 * A block that is evaluated when its module is loaded. A test can observe this only if one of these modules is
 * mocked.
 */
export interface UnobservableBlock extends EagerBlock {
  readonly path: string;
  readonly modules: readonly string[];
}

/**
 * Loads modules as a JavaScript engine does: imports first, each module once, effects in the order in which they run.
 */
export class ModuleLoader {
  private readonly plans: LoadPlans;
  private readonly evaluated: string[] = [];
  private readonly unobservableBlocks: UnobservableBlock[] = [];

  constructor(
    private readonly traversal: Traversal,
    private readonly steps: LoadSteps,
    linking: LinkOptions,
  ) {
    this.plans = traversal.analysis.loadPlans(linking);
  }

  /** Blocks with effects, and modules in import cycles, in the order of evaluation. */
  get effects(): readonly string[] {
    return this.evaluated;
  }

  get unobservable(): readonly UnobservableBlock[] {
    return this.unobservableBlocks;
  }

  /** Uses its own stack, so that a long chain of imports can't overflow the call stack. */
  load(start: string, cause: string | undefined): void {
    const open: { readonly path: string; readonly plan: LoadPlan; next: number }[] = [];
    const begin = (path: string, from: string | undefined) => {
      const plan = this.begin(path, from);
      if (plan) open.push({ path, plan, next: 0 });
    };
    begin(start, cause);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = top.plan.targets[top.next++];
      // Some effects of the module may run before this import.
      if (top.plan.model.loadsBetweenEffects)
        this.evaluated.push(`${formatBlockId({ kind: 'file', path: top.path })} ${top.next}`);
      if (target !== undefined) begin(target, top.path);
      else {
        open.pop();
        this.evaluate(top.path, top.plan);
      }
    }
  }

  private begin(path: string, cause: string | undefined): LoadPlan | undefined {
    const { traversal } = this;
    if (!traversal.beginModule(path, cause)) return undefined;
    const plan = this.plans.of(path);
    if (!plan) {
      traversal.add(formatBlockId({ kind: 'file', path }), 'missing', cause);
      return undefined;
    }
    const { model, fingerprints, links, resolutions, targets } = plan;
    traversal.addAll(fingerprints, cause);
    if (model.readsFiles) traversal.addReadingProject(path);
    if (links) traversal.add(links.block, links.hash, cause ?? path);
    for (const { specifier, resolution } of resolutions)
      traversal.addResolution(path, specifier, resolution, path);
    if (model.kind === 'whole-file')
      for (const target of targets)
        traversal.defer(() => this.steps.use(target, '*', { depth: 'full', cause: path }));
    return plan;
  }

  private evaluate(path: string, plan: LoadPlan): void {
    for (const effect of plan.effects) this.evaluated.push(effect);
    for (const { block, depth, modules } of plan.eager) {
      if (modules) this.unobservableBlocks.push({ path, block, depth, modules });
      else this.traversal.defer(() => this.steps.enter(path, block, { depth, cause: path }));
    }
  }
}
