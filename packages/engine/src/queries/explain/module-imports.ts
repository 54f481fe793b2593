import { type ModuleGraph, modulesOfTestFile, type TestDependencies } from '@nx-testmon/core';

/** The imports among a set of modules: for each module, the modules of the set that it imports, sorted. */
export type ModuleImports = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the imports between the modules that a test file loads, as they are currently resolved. Elided
 * imports are left out.
 */
export function findModuleImports(graph: ModuleGraph, dependencies: TestDependencies): ModuleImports {
  const modules = modulesOfTestFile(dependencies);
  return new Map(
    [...modules].map((path) => {
      const targets = specifiersOf(graph, path).flatMap((one) => graph.resolve(path, one).modules);
      return [path, [...new Set(targets)].filter((one) => one !== path && modules.has(one)).sort()];
    }),
  );
}

/** The specifiers that a module loads, immediately or later. */
function specifiersOf(graph: ModuleGraph, path: string): string[] {
  const model = graph.model(path);
  const keepsTypes = graph.keepsTypeImports(path);
  const imports = (model?.imports ?? []).filter(
    ({ kind }) => kind === 'value' || (kind === 'elidable' && keepsTypes),
  );
  const later = (model?.blocks ?? []).flatMap(({ dependencies }) =>
    dependencies.filter(({ kind }) => kind === 'import'),
  );
  return [...imports, ...later].map(({ specifier }) => specifier);
}
