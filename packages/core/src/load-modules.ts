import { digestParts } from './digest';
import { linkFingerprint } from './link-names';
import { isInImportCycle } from './import-cycles';
import { manifestKeys } from './module-index';
import type { BlockModel, ModuleModel } from './module-model';
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

/** How the engine at hand links modules. */
export interface Linking {
  /** Before anything runs, so that a name that is missing fails all who load the module. */
  readonly linksNames?: boolean;
  /** True where imports of names that are only types are loaded as well. */
  readonly keepsImports?: boolean;
}

export function createLoader(
  walk: Walk,
  { enter, use }: LoadSteps,
  { linksNames, keepsImports }: Linking = {},
): ModuleLoader {
  const { graph } = walk;
  const effects: string[] = [];

  /** A stack of its own, so that a long chain of imports can't overflow. */
  function load(start: string, cause: string | undefined): void {
    const open: { path: string; model: ModuleModel; targets: string[]; next: number }[] = [];
    const begin = (path: string, from: string | undefined) => {
      const model = beginModule(path, from);
      if (model) open.push({ path, model, targets: importTargets(path, model), next: 0 });
    };
    begin(start, cause);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = top.targets[top.next++];
      if (target !== undefined) begin(target, top.path);
      else {
        open.pop();
        evaluate(top.path, top.model);
      }
    }
  }

  function beginModule(path: string, cause: string | undefined): ModuleModel | undefined {
    if (!walk.beginModule(path, cause)) return undefined;
    const model = graph.model(path);
    if (!model) {
      walk.add(path, 'missing', cause);
      return undefined;
    }
    walk.addAll(graph.surroundings(path), cause);
    if (model.pragmas.length > 0) walk.add(`${path}#<pragmas>`, digestParts(model.pragmas), cause);
    if (model.kind === 'opaque' && !manifestKeys(path, model)) walk.add(path, model.contentHash, cause);
    if (model.readsFiles) walk.readFilesBeside(path);
    const links = linksNames === true ? linkFingerprint(graph, path, model) : undefined;
    if (links) walk.add(links.block, links.hash, cause ?? path);
    return model;
  }

  function importTargets(path: string, model: ModuleModel): string[] {
    const targets: string[] = [];
    for (const { specifier, kind } of model.imports) {
      const isElided = kind === 'elidable' && keepsImports !== true && !graph.keepsTypeImports(path);
      if (kind === 'type' || isElided) continue;
      const resolution = graph.resolve(path, specifier);
      walk.note(path, specifier, resolution, path);
      targets.push(...resolution.modules);
      if (model.kind === 'opaque') {
        walk.later(() => resolution.modules.forEach((target) => use(target, '*', 'whole', path)));
      }
    }
    return targets;
  }

  function evaluate(path: string, model: ModuleModel): void {
    const cyclic = isInImportCycle(graph, path);
    if (cyclic) effects.push(path);
    for (const block of model.blocks) {
      if (block.eager === 'yes') {
        effects.push(`${path}#${block.name}`);
        walk.later(() => enter(path, block, 'whole', path));
      } else if (block.eager === 'shape' || (block.eager === 'reads' && cyclic)) {
        walk.later(() => enter(path, block, 'shape', path));
      }
    }
  }

  return { load, effects };
}
