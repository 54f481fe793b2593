import type { ModuleGraph } from '../graph/module-graph';
import { ownEntry, manifestKeys } from '../graph/module-index';
import { listsExports } from '../model/listed-exports';
import type { ModuleModel, Reference } from '../model/module-model';
import type { Configurations, TestRoots } from './test-roots';
import type { ReachedBy, Dependencies, Traversal } from './traversal';

/** The next steps from a configuration. */
export interface ConfigurationSteps {
  load(path: string): void;
  enterDeclarations(path: string, reachedBy: ReachedBy): void;
  follow(path: string, model: ModuleModel, reference: Reference, reachedBy: ReachedBy): void;
  use(path: string, name: string, reachedBy: ReachedBy): void;
}

/** Enters configurations as the test runner takes them: without the options that no result depends on. */
export class ConfigurationLoader {
  private current: string | undefined;

  constructor(
    private readonly traversal: Traversal,
    private readonly steps: ConfigurationSteps,
  ) {}

  start({ modules, manifestKeys: keys }: Configurations): void {
    for (const [index, path] of modules.entries()) {
      this.current = path;
      this.steps.load(path);
      this.enter(path, index === 0 ? keys : undefined);
      this.traversal.finish();
    }
    this.current = undefined;
    this.traversal.endConfiguration(modules);
  }

  /** How loading a module enters its blocks. */
  loadedBy(path: string, reachedBy: ReachedBy): ReachedBy {
    return path === this.current ? { ...reachedBy, asConfiguration: true } : reachedBy;
  }

  /** @param keys of a manifest; `undefined` where more than the default export may be taken */
  private enter(path: string, keys: readonly string[] | undefined): void {
    const reachedBy: ReachedBy = { depth: 'full', cause: path };
    const asConfiguration: ReachedBy = { ...reachedBy, asConfiguration: true };
    const model = this.traversal.graph.model(path);
    if (!model) return;
    const exported = keys && localDefault(model);
    if (keys && keys.length > 0 && manifestKeys(path, model))
      for (const key of keys) this.steps.use(path, key, reachedBy);
    else if (exported !== undefined)
      this.steps.follow(path, model, { name: exported, use: 'value' }, asConfiguration);
    else {
      this.steps.enterDeclarations(path, asConfiguration);
      // It may export by default what another module declares.
      if (listsExports(model) && ownEntry(model.exports, 'default')?.kind === 'hop')
        this.steps.use(path, 'default', reachedBy);
    }
  }
}

/**
 * Whether all of the configurations counts: unless all reads are known, among them those of what else loads them, and
 * no code of the workspace is given the options.
 *
 * @param found by what is loaded around the test file
 */
export function needsWholeConfigurations(
  graph: ModuleGraph,
  { testFile, configurations, observed }: TestRoots,
  found: Dependencies,
): boolean {
  // An untraced process may load a configuration, and so may code that can't be followed.
  if (observed === undefined || observed.startedProcess || found.fallbackProjects.size > 0) return true;
  if (configurations?.isHandedOn === true) return true;
  if (graph.model(testFile)?.pragmas.some((pragma) => ownEnvironment.test(pragma)) === true) return true;
  return [...found.modules].some((path) => graph.model(path)?.receivesConfiguration === true);
}

/** The docblock of a test file that names an environment of the workspace or of a package, which is given the options. */
const ownEnvironment = /^@\w+-environment\s+(?!(?:node|jsdom|happy-dom)$)/;

/** The local name of what an ES module exports by default; `undefined` where all of a module may be the configuration. */
function localDefault(model: ModuleModel): string | undefined {
  const target = model.commonJs ? undefined : ownEntry(model.exports, 'default');
  return target?.kind === 'local' ? target.name : undefined;
}
