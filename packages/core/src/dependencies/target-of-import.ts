import type { ModuleGraph } from '../graph/module-graph';
import { mayProvide } from '../graph/may-provide';
import { ownEntry } from '../graph/module-index';
import type { ModuleModel } from '../model/module-model';

/** A local name of a module; `*` for its namespace. */
export interface Name {
  readonly path: string;
  readonly local: string;
}

/**
 * Follows an imported name to its target, through ES modules of the workspace that are loaded with the module and
 * re-export the name.
 *
 * @param passed receives the modules on the way
 * @returns `undefined` if the name may lead elsewhere, or is not imported
 */
export function importedName(
  graph: ModuleGraph,
  { path, local }: Name,
  model: ModuleModel,
  passed: string[],
): Name | undefined {
  const binding = ownEntry(model.bindings, local);
  if (!binding || binding.isRequired || Object.hasOwn(model.declarations, local)) return undefined;
  let { specifier, name }: { specifier: string; name: string } = binding;
  for (let importer = path, importing = model; ;) {
    const target = loadedModule(graph, importer, importing, specifier);
    const exporting = target === undefined ? undefined : graph.model(target);
    if (target === undefined || !exporting || !hasPlainExports(exporting)) return undefined;
    if (name === '*') return { path: target, local: '*' };
    const exported = ownEntry(exporting.exports, name);
    if (exported?.kind === 'local') return { path: target, local: exported.name };
    const star = exported ? undefined : onlyStar(graph, target, exporting, name);
    // A re-export that leads back to itself exports nothing.
    if ((!exported && star === undefined) || passed.includes(target)) return undefined;
    passed.push(target);
    ({ specifier, name } = exported ?? { specifier: star!, name });
    importer = target;
    importing = exporting;
  }
}

/** Whether the names that a module exports can be read from its syntax. */
export function hasPlainExports({ kind, commonJs, exports }: ModuleModel): boolean {
  return kind === 'module' && !commonJs && !Object.hasOwn(exports, 'export=');
}

/** The only workspace module that a specifier leads to, if loading the importing module loads it. */
export function loadedModule(
  graph: ModuleGraph,
  importer: string,
  { imports }: ModuleModel,
  specifier: string,
): string | undefined {
  if (!imports.some((one) => one.specifier === specifier && one.kind === 'value')) return undefined;
  const { modules, packages, missing, unknown } = graph.resolve(importer, specifier);
  const [only, ...others] = modules;
  return others.length > 0 || packages.length > 0 || missing || unknown ? undefined : only;
}

/** The only star of a module that may provide a name. Stars never provide a default export. */
function onlyStar(
  graph: ModuleGraph,
  path: string,
  { stars }: ModuleModel,
  name: string,
): string | undefined {
  if (name === 'default') return undefined;
  const [only, ...others] = stars.filter((specifier) =>
    mayProvide(graph, { importer: path, specifier }, name),
  );
  return others.length === 0 ? only : undefined;
}
