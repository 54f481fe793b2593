import type { ModuleModel } from '../model/module-model';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph } from './module-graph';

/**
 * A block for each unresolved literal import of a module, even in a function that is never called: some test runners
 * resolve all imports when they load the module, and fail if one can't be resolved.
 *
 * @param loaded specifiers of the imports that are loaded together with the module
 */
export function unresolvedImports(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
  loaded: readonly string[],
): Fingerprint[] {
  const later = new Set(laterImports(model));
  return [...new Set([...loaded, ...later])].flatMap((specifier) => {
    const state = whyUnresolved(graph, path, specifier, later.has(specifier));
    return state === undefined
      ? []
      : [{ block: formatBlockId({ kind: 'unresolved', module: path, specifier }), hash: state }];
  });
}

/** Specifiers of literal `import()` and `require()` anywhere in a module. */
export function laterImports({ blocks }: Pick<ModuleModel, 'blocks'>): string[] {
  return blocks.flatMap(({ dependencies }) =>
    dependencies.filter(({ kind }) => kind === 'import').map(({ specifier }) => specifier),
  );
}

/** @param isLater whether only a function may import it: other imports depend on their package anyway */
function whyUnresolved(
  graph: ModuleGraph,
  path: string,
  specifier: string,
  isLater: boolean,
): string | undefined {
  const { missing, unknown } = graph.resolve(path, specifier);
  if (missing) return 'missing';
  if (unknown) return 'unknown';
  const state = graph.packageState(path, specifier);
  return state === 'not exported' || (state === 'not installed' && isLater) ? state : undefined;
}
