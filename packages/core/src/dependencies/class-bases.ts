import type { ModuleGraph } from '../graph/module-graph';
import { entry } from '../graph/module-index';
import { type BlockModel, membersOf, type ModuleModel } from '../model/module-model';
import { mayProvide } from './export-follower';

/**
 * The modules through which the bases of a class are known to be classes, its own among them. Where none of them is
 * mocked and all others are evaluated first, defining the class can't fail, and nobody sees that it is defined.
 *
 * @param block of a declaration that evaluates its bases when it is loaded
 * @returns `undefined` where a base may be something else
 */
export function modulesOfBases(
  graph: ModuleGraph,
  path: string,
  block: BlockModel,
): readonly string[] | undefined {
  const bases = block.references.filter(({ use }) => use === 'heritage');
  const found = bases.map(({ name }) => modulesOfClass(graph, path, name));
  if (bases.length === 0 || found.includes(undefined)) return undefined;
  return [...new Set([path, ...found.flatMap((modules) => modules ?? [])])];
}

/** A name that a module uses or, with the specifier that leads there, exports. */
interface Name {
  readonly path: string;
  readonly local: string;
}

/** The modules through which a name of one module leads to a class. */
function modulesOfClass(graph: ModuleGraph, path: string, local: string): readonly string[] | undefined {
  const passed: string[] = [];
  for (let at: Name | undefined = { path, local }; at;) {
    // A re-export that leads back to itself stands for nothing.
    if (passed.includes(at.path)) return undefined;
    passed.push(at.path);
    const model = graph.model(at.path);
    if (!model) return undefined;
    if (isOwnClass(model, at.local)) return passed;
    at = nextName(graph, at, model, passed);
  }
  return undefined;
}

function isOwnClass({ declarations, bindings }: ModuleModel, name: string): boolean {
  const isDeclared = entry(declarations, name) === name && Object.hasOwn(declarations, membersOf(name));
  return isDeclared && !Object.hasOwn(bindings, name);
}

/** Where an imported name leads to, through modules that only re-export it. */
function nextName(
  graph: ModuleGraph,
  { path, local }: Name,
  model: ModuleModel,
  passed: string[],
): Name | undefined {
  const binding = entry(model.bindings, local);
  if (!binding || binding.isRequired || Object.hasOwn(model.declarations, local)) return undefined;
  let { specifier, name }: { specifier: string; name: string } = binding;
  for (let importer = path, imports = model.imports; ;) {
    const isLoaded = imports.some((one) => one.specifier === specifier && one.kind === 'value');
    const target = isLoaded ? onlyModule(graph, importer, specifier) : undefined;
    const exporting = target === undefined ? undefined : graph.model(target);
    if (target === undefined || !exporting || !hasPlainExports(exporting)) return undefined;
    const exported = entry(exporting.exports, name);
    if (exported?.kind === 'local') return { path: target, local: exported.name };
    const star = exported ? undefined : onlyStar(graph, target, exporting, name);
    if ((!exported && star === undefined) || passed.includes(target)) return undefined;
    passed.push(target);
    ({ specifier, name } = exported ?? { specifier: star!, name });
    importer = target;
    imports = exporting.imports;
  }
}

function hasPlainExports({ kind, commonJs, exports }: ModuleModel): boolean {
  return kind === 'module' && !commonJs && !Object.hasOwn(exports, 'export=');
}

/** The one star of a module that may provide a name; stars provide no default. */
function onlyStar(
  graph: ModuleGraph,
  path: string,
  { stars }: ModuleModel,
  name: string,
): string | undefined {
  if (name === 'default' || name === '*') return undefined;
  const [only, ...others] = stars.filter((specifier) =>
    mayProvide(graph, { importer: path, specifier }, name),
  );
  return others.length === 0 ? only : undefined;
}

function onlyModule(graph: ModuleGraph, importer: string, specifier: string): string | undefined {
  const { modules, packages, missing, unknown } = graph.resolve(importer, specifier);
  const [only, ...others] = modules;
  return others.length > 0 || packages.length > 0 || missing || unknown ? undefined : only;
}
