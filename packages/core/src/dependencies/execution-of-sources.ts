import type { ModuleGraph } from '../graph/module-graph';
import { isNumberedBody } from '../model/block-name';
import { moduleText } from '../model/probe-marks';
import type { ModuleModel } from '../model/module-model';
import type { ExecutedBlocks } from '../records/test-execution';

/** The build outputs that a test file executed, and the sources that they were built from. */
export interface ExecutedOutputs {
  /** The executed blocks of modules with probes, build outputs among them. */
  readonly executedBlocks: ExecutedBlocks;
  /** All modules that may have been loaded. */
  readonly modules: Iterable<string>;
  /** Whether a module may have been loaded without any sign of its execution. */
  readonly mayRunUnseen: (path: string) => boolean;
}

/**
 * Adds the executed blocks of the sources from which build outputs were made. Sources count in addition to their
 * outputs, so that an edit of a source selects the same test files before the next build as after it. A body of a
 * source counts as not executed if the outputs contain a body of the same name, and none of them executed it.
 */
export function withExecutionOfSources(
  graph: ModuleGraph,
  { executedBlocks, modules, mayRunUnseen }: ExecutedOutputs,
): ExecutedBlocks {
  const all = new Map(executedBlocks);
  for (const [source, outputs] of outputsBySource(graph, new Set([...modules, ...executedBlocks.keys()]))) {
    const own = executedBlocks.get(source);
    if (own === undefined && mayRunUnseen(source)) continue;
    const model = graph.model(source);
    const found = outputs.map((output) => {
      const executed = executedBlocks.get(output);
      const built = graph.model(output);
      return model && executed && built && executedInSource(model, built, executed);
    });
    if (found.every((names) => names !== undefined)) all.set(source, unionOf([own ?? [], ...found]));
  }
  return all;
}

function outputsBySource(
  graph: ModuleGraph,
  modules: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const outputs = new Map<string, string[]>();
  for (const output of modules) {
    for (const source of graph.sourcesOf(output)) {
      const known = outputs.get(source);
      if (known) known.push(output);
      else outputs.set(source, [output]);
    }
  }
  return outputs;
}

/**
 * Names of the bodies and branches of a source that may have been executed in a build output; `undefined` if the
 * output is not one source file compiled to one file, because the same name may then belong to another function.
 */
function executedInSource(
  source: ModuleModel,
  output: ModuleModel,
  executed: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  if (!isCompiledFrom(output, source)) return undefined;
  const [bodies, builtBodies] = [partsOf(source, 'body'), partsOf(output, 'body')];
  const [branches, builtBranches] = [partsOf(source, 'branch'), partsOf(output, 'branch')];
  const names = new Set(executed.has(moduleText) ? [moduleText] : []);
  for (const [declaration, inSource] of bodies) {
    const inOutput = builtBodies.get(declaration) ?? [];
    const areSame = areEqual(inSource, inOutput);
    for (const body of inSource) {
      const isKnown = inOutput.includes(body) && (areSame || !isNumberedBody(body, inOutput));
      if (isKnown && !executed.has(body)) continue;
      names.add(body);
      const ownBranches = branches.get(body) ?? [];
      // A compiler that adds or removes branches numbers the other branches differently.
      const areKnown = isKnown && areEqual(ownBranches, builtBranches.get(body) ?? []);
      for (const name of ownBranches) if (!areKnown || executed.has(name)) names.add(name);
    }
  }
  return names;
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at]);
}

/** Names of the bodies, by the declaration that contains them, or of the branches, by their body, in order. */
function partsOf({ blocks }: ModuleModel, kind: 'body' | 'branch'): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(blocks.map(({ name, parent }) => [name, parent]));
  const parts = new Map<string, string[]>();
  for (const { name, parent } of blocks) {
    if (parent === undefined) continue;
    let [part, outer] = [name, parent];
    for (let above = parents.get(outer); above !== undefined; above = parents.get(outer))
      [part, outer] = [outer, above];
    if ((part === name) !== (kind === 'body')) continue;
    const key = kind === 'body' ? outer : part;
    const known = parts.get(key);
    if (known) known.push(name);
    else parts.set(key, [name]);
  }
  return parts;
}

/** Functions that compilers add: `__awaiter`, `__exportStar`, `_interop_require_default`, `_export`. */
const helper = /^_{1,2}[a-zA-Z]+(?:_[a-z]+)*$/;

/**
 * Whether every declaration with a body in an output is declared in the source under the same name, or is a
 * compiler's helper function. A bundle contains further declarations, and a minifier changes the names.
 */
function isCompiledFrom(output: ModuleModel, source: ModuleModel): boolean {
  if (output.kind !== 'module' || source.kind !== 'module') return false;
  const declared = new Set(source.blocks.flatMap(({ name, parent }) => (parent === undefined ? [name] : [])));
  const withBodies = [...partsOf(output, 'body').keys()];
  return (
    withBodies.every((name) => declared.has(name) || helper.test(name)) && exportsSameNames(output, source)
  );
}

/** Whether names that both modules export belong to declarations of the same name in both. */
function exportsSameNames(output: ModuleModel, source: ModuleModel): boolean {
  return Object.entries(source.exports).every(([name, target]) => {
    const other = Object.hasOwn(output.exports, name) ? output.exports[name] : undefined;
    if (name === 'default' || target.kind !== 'local' || other?.kind !== 'local') return true;
    return target.name === other.name;
  });
}

function unionOf(sets: readonly Iterable<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((one) => [...one]));
}
