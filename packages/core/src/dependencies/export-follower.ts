import { describeResolution, ownEntry, manifestKeys } from '../graph/module-index';
import type { ModuleGraph } from '../graph/module-graph';
import { mayProvide } from '../graph/may-provide';
import { digestParts } from '../model/digest';
import { EXPORTS } from '../model/block-name';
import type { ModuleModel, Reference } from '../model/module-model';
import { formatBlockId } from '../records/block-id';
import type { TraversalDepth } from './traversal-depth';
import { providesName, requiredName } from './name-of-require';
import { type Origin, coversDepth, type Traversal } from './traversal';

/** The next steps after the target of an exported name is found. */
export interface ExportSteps {
  load(path: string, cause: string): void;
  follow(path: string, model: ModuleModel, reference: Reference, origin: Origin): void;
}

/** Follows exported names to the blocks that define them. Each hop of a re-export is one block. */
export class ExportFollower {
  private readonly graph: ModuleGraph;
  private readonly used = new Map<string, TraversalDepth>();

  constructor(
    private readonly traversal: Traversal,
    private readonly steps: ExportSteps,
  ) {
    this.graph = traversal.graph;
  }

  /** @param name `*` for all exports */
  use(path: string, name: string, origin: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    if (coversDepth(this.used.get(hop), origin.depth)) return;
    this.used.set(hop, origin.depth);
    this.steps.load(path, origin.cause);
    const model = this.graph.model(path);
    if (!model) return;
    if (model.kind === 'whole-file') this.useManifest(path, model, name, origin);
    else if (model.hasListedExports && !this.traversal.analysis.isCyclic(path))
      this.useListed(path, model, name, origin);
    else if (model.commonJs || Object.hasOwn(model.exports, 'export='))
      this.useEvaluated(path, model, origin);
    else if (name === '*') this.useAll(path, model, origin);
    else this.useOne(path, model, name, origin);
  }

  /**
   * Uses a key of `package.json`, such as `version`. Inherited members and the object itself depend on the whole
   * manifest.
   */
  private useManifest(path: string, model: ModuleModel, name: string, { cause }: Origin): void {
    const keys = manifestKeys(path, model);
    if (!keys) return;
    if (name === '*' || name === 'default' || name in Object.prototype)
      this.traversal.add(formatBlockId({ kind: 'file', path }), model.contentHash, cause);
    else
      this.traversal.add(
        formatBlockId({ kind: 'block', module: path, name }),
        ownEntry(keys, name) ?? 'missing',
        cause,
      );
  }

  private useAll(path: string, model: ModuleModel, { depth, cause }: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name: '*' });
    const names = Object.keys(model.exports);
    const onward = { depth, cause: hop };
    // If a test runner creates the namespace, its names have the order of the code.
    this.traversal.add(hop, digestParts([...names, '*', ...model.stars]), cause);
    for (const exported of names) this.traversal.defer(() => this.use(path, exported, onward));
    for (const star of model.stars) this.hopTo(path, star, '*', onward);
  }

  /**
   * Uses a name of a CommonJS module that was compiled from an ES module. Loaders of ES modules make its exports
   * members of its default export, and its members exports: if it has a default export, any name may mean any other.
   */
  private useListed(path: string, model: ModuleModel, name: string, origin: Origin): void {
    const hasDefault = Object.hasOwn(model.exports, 'default');
    if (name === '*') this.useAllListed(path, model, origin);
    else if (!hasDefault && providesName(this.graph, path, model, name))
      this.useOne(path, model, name, origin);
    else this.use(path, '*', origin);
  }

  /** Unlike the exports of an ES module, these are ordered by when they were defined. */
  private useAllListed(path: string, model: ModuleModel, { depth, cause }: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name: '*' });
    const names = Object.keys(model.exports);
    const onward = { depth, cause: hop };
    // The default export may be defined before or after a star.
    const isMixed = names.includes('default') && model.stars.length > 0;
    const statements = isMixed ? this.traversal.analysis.index(model).blocks.get(EXPORTS)?.hash : undefined;
    const order = [...names, '*', ...model.stars, statements ?? ''];
    this.traversal.add(hop, digestParts(order), cause);
    for (const exported of names) this.traversal.defer(() => this.useOne(path, model, exported, onward));
    for (const star of model.stars) this.hopTo(path, star, '*', onward);
  }

  private useOne(path: string, model: ModuleModel, name: string, origin: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    const target = ownEntry(model.exports, name);
    switch (target?.kind) {
      case 'local':
        // Two names may swap their targets.
        if (target.name !== name) this.traversal.add(hop, digestParts(['local', target.name]), origin.cause);
        return this.steps.follow(path, model, { name: target.name, use: 'value' }, origin);
      case 'hop': {
        const resolution = describeResolution(this.graph.resolve(path, target.specifier));
        this.traversal.add(hop, digestParts([target.name, resolution]), origin.cause);
        return this.hopTo(path, target.specifier, target.name, { ...origin, cause: hop });
      }
      case undefined:
        return this.useStars(path, model, name, origin);
    }
  }

  private useStars(path: string, model: ModuleModel, name: string, { depth, cause }: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    const providers = model.stars.filter((star) =>
      mayProvide(this.graph, { importer: path, specifier: star }, name),
    );
    const targets = providers.map((star) => describeResolution(this.graph.resolve(path, star)));
    this.traversal.add(hop, providers.length === 0 ? 'missing' : digestParts(targets), cause);
    for (const star of providers) this.hopTo(path, star, name, { depth, cause: hop });
  }

  /**
   * Such a module determines its exports while it runs. It is loaded, and the statements that run and the executed
   * functions then determine its exports.
   */
  private useEvaluated(path: string, model: ModuleModel, origin: Origin): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name: '*' });
    // Removing its last export makes a module a script, and may leave all its blocks unchanged.
    this.traversal.add(hop, 'any', origin.cause);
    for (const star of model.stars) this.hopTo(path, star, '*', origin);
    for (const { specifier } of model.imports) this.hopTo(path, specifier, '*', origin);
  }

  private hopTo(path: string, specifier: string, name: string, origin: Origin): void {
    const resolution = this.graph.resolve(path, specifier);
    this.traversal.addResolution(path, specifier, resolution, origin.cause);
    const isRequired = this.graph.model(path)?.hasListedExports === true;
    for (const target of resolution.modules) {
      const used = isRequired ? requiredName(this.graph, target, name) : name;
      this.traversal.defer(() => this.use(target, used, origin));
    }
  }
}
