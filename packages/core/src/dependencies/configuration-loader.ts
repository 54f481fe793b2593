import type { ModuleGraph } from '../graph/module-graph';
import { ownEntry, manifestKeys } from '../graph/module-index';
import { listsExports } from '../model/listed-exports';
import type { ModuleModel, Reference } from '../model/module-model';
import type { Configurations, TestRoots } from './test-roots';
import type { Origin, Dependencies, Traversal } from './traversal';

/** The next steps from a configuration. */
export interface ConfigurationSteps {
  load(path: string): void;
  enterDeclarations(path: string, origin: Origin): void;
  follow(path: string, model: ModuleModel, reference: Reference, origin: Origin): void;
  use(path: string, name: string, origin: Origin): void;
}

/** Enters configurations as the test runner uses them: without the options that no result depends on. */
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

  /**
   * Marks what is reached by loading the current configuration, so that its blocks are entered without these options.
   */
  loadedBy(path: string, origin: Origin): Origin {
    return path === this.current ? { ...origin, asConfiguration: true } : origin;
  }

  /** @param keys of a manifest; `undefined` if more than the default export may be used */
  private enter(path: string, keys: readonly string[] | undefined): void {
    const origin: Origin = { depth: 'full', cause: path };
    const asConfiguration: Origin = { ...origin, asConfiguration: true };
    const model = this.traversal.graph.model(path);
    if (!model) return;
    const exported = keys && localDefault(model);
    if (keys && keys.length > 0 && manifestKeys(path, model))
      for (const key of keys) this.steps.use(path, key, origin);
    else if (exported !== undefined)
      this.steps.follow(path, model, { name: exported, use: 'value' }, asConfiguration);
    else {
      this.steps.enterDeclarations(path, asConfiguration);
      // The default export may be declared in another module.
      if (listsExports(model) && ownEntry(model.exports, 'default')?.kind === 'hop')
        this.steps.use(path, 'default', origin);
    }
  }
}

/**
 * Whether the configurations count with all their options. They count without some of them only if all reads are
 * known, including those of other processes that load them, and if no code of the workspace receives the options.
 *
 * @param found by the traversal from the setup of the test file
 */
export function needsWholeConfigurations(
  graph: ModuleGraph,
  { testFile, configurations, observed }: TestRoots,
  found: Dependencies,
): boolean {
  // Untraced processes, and code that can't be followed, may load a configuration.
  if (observed === undefined || observed.startedProcess || found.fallbackProjects.size > 0) return true;
  if (configurations?.isHandedOn === true) return true;
  if (graph.model(testFile)?.pragmas.some((pragma) => ownEnvironment.test(pragma)) === true) return true;
  return [...found.modules].some((path) => graph.model(path)?.receivesConfiguration === true);
}

/**
 * Matches the docblock of a test file that names an environment of the workspace or of a package. Such an environment
 * receives the options.
 */
const ownEnvironment = /^@\w+-environment\s+(?!(?:node|jsdom|happy-dom)$)/;

/** The local name of the default export of an ES module; `undefined` if the whole module may be the configuration. */
function localDefault(model: ModuleModel): string | undefined {
  const target = model.commonJs ? undefined : ownEntry(model.exports, 'default');
  return target?.kind === 'local' ? target.name : undefined;
}
