import { digestParts } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import { describeResolution } from '../../graph/module-index';
import type { BlockDependency, ModuleModel } from '../../model/module-model';
import type { ModuleInTrace, NamedReferences } from './trace-entry';

/** Everything that a module names by a literal. */
export function namedReferencesIn(model: ModuleModel): NamedReferences {
  const dependencies = model.blocks.flatMap((block) => block.dependencies);
  const ofKind = (...kinds: readonly BlockDependency['kind'][]) =>
    dependencies.filter(({ kind }) => kinds.includes(kind)).map(({ specifier }) => specifier);
  const hops = Object.values(model.exports).flatMap((target) =>
    target.kind === 'hop' ? [target.specifier] : [],
  );
  return {
    specifiers: distinct([
      ...model.imports.map(({ specifier }) => specifier),
      ...Object.values(model.bindings).map(({ specifier }) => specifier),
      ...hops,
      ...model.stars,
      ...ofKind('import', 'mock'),
    ]),
    stars: distinct(model.stars),
    mocks: distinct(ofKind('mock')),
    globs: distinct(ofKind('glob', 'names')),
    assets: distinct(ofKind('asset')),
  };
}

/**
 * Digest of everything that a traversal may use of a module: its text, the current targets of its references, and its
 * current compile context.
 */
export function describeModule(
  graph: ModuleGraph,
  path: string,
  { contentHash, named }: ModuleInTrace,
): string {
  return digestParts([
    path,
    contentHash,
    ...named.specifiers.flatMap((specifier) => [
      describeResolution(graph.resolve(path, specifier)),
      graph.packageState(path, specifier),
    ]),
    ...named.mocks.map((specifier) => graph.mocks(path, specifier).join('\n')),
    ...named.globs.map((pattern) => graph.glob(path, pattern).join('\n')),
    ...named.assets.map((literal) =>
      graph
        .asset(path, literal)
        .map(({ block }) => block)
        .join('\n'),
    ),
    ...graph.compileContext(path).flatMap(({ block, hash }) => [block, hash]),
    String(graph.keepsTypeImports(path)),
    graph.projectOf(path) ?? '',
  ]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
