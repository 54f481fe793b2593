import type { ModuleGraph } from '../graph/module-graph';
import type { TracedLoads } from '../records/run-result';
import type { ExecutedBlocks, Reads } from '../records/test-execution';

/** The modules that the traversal already knows. Observed loads of other modules are new. */
export interface KnownModules {
  /** Modules that the traversal loads. */
  readonly modules: ReadonlySet<string>;
  readonly executedBlocks: ExecutedBlocks | undefined;
}

/**
 * Adds to the reads of a test file the modules that it loaded by specifiers that the code does not contain, and the
 * targets of these specifiers.
 *
 * @param loads from the trace of the test file
 */
export function withObservedLoads(
  graph: ModuleGraph,
  reads: Reads,
  loads: TracedLoads,
  known: KnownModules,
): Reads {
  const files = new Set(reads.files);
  const extraModules = new Set(reads.extraModules);
  const computed = new Map<string, ReadonlySet<string>>();
  const withProbes = new Set(loads.withProbes);
  for (const path of loads.byNode) {
    // If only another instance of the module had probes, it is unknown what this one executed.
    if (known.executedBlocks?.has(path) === true) {
      if (!withProbes.has(path)) files.add(path);
    } else if (!isReached(graph, path, known.modules)) extraModules.add(path);
  }
  for (const [module, all] of Object.entries(loads.specifiers)) {
    const specifiers = computedAmong(graph, module, all);
    if (specifiers.length > 0) computed.set(module, new Set(specifiers));
  }
  return { ...reads, files, extraModules, loads: computed };
}

/** Whether the traversal loads the module, or the sources of a build output. */
function isReached(graph: ModuleGraph, path: string, modules: ReadonlySet<string>): boolean {
  return modules.has(path) || graph.sourcesOf(path).some((source) => modules.has(source));
}

/** The specifiers that are not imported together with the module, and that lead to more than a package or Node. */
function computedAmong(graph: ModuleGraph, module: string, specifiers: readonly string[]): string[] {
  const imports = graph.model(module)?.imports.filter(({ kind }) => kind === 'value') ?? [];
  const named = new Set(imports.map(({ specifier }) => specifier));
  return specifiers.filter((specifier) => {
    if (named.has(specifier)) return false;
    const { modules, missing, unknown } = graph.resolve(module, specifier);
    return modules.length > 0 || missing || unknown;
  });
}
