import type { ModuleGraph } from '../graph/module-graph';
import { isNumberedBody } from '../model/block-name';
import { moduleText } from '../model/probe-marks';
import type { ModuleModel } from '../model/module-model';
import type { ExecutedBlocks } from '../records/test-execution';

/** The build outputs that a test file executed, and the sources that they were built from. */
export interface ExecutedOutputs {
  /** The executed blocks of modules with probes, build outputs among them. */
  readonly executedBlocks: ExecutedBlocks;
  /** Every module that may have been loaded. */
  readonly modules: Iterable<string>;
  /** Whether a module may have been loaded without being seen to execute anything. */
  readonly mayRunUnseen: (path: string) => boolean;
}

/**
 * Adds to the executed blocks those of the sources that build outputs were made from. A source counts beside its
 * outputs, so that an edit of it selects before the next build what the build will select. Of its bodies, those count
 * as not executed that have the name of a body which no output has executed.
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
 * Names of the bodies and branches of a source that may have been executed in what was built from it; `undefined`
 * where the output is not one file compiled to one file, so that a name may stand for another function.
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
      // A compiler that adds or removes branches numbers the others in another way.
      const areKnown = isKnown && areEqual(ownBranches, builtBranches.get(body) ?? []);
      for (const name of ownBranches) if (!areKnown || executed.has(name)) names.add(name);
    }
  }
  return names;
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at]);
}

/** Names of the bodies by the declaration that they are in, or of the branches by their body, in order. */
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
 * Whether everything in an output that has a body is declared in the source under the same name, or is a helper of a
 * compiler. A bundle holds more, and a minifier gives other names.
 */
function isCompiledFrom(output: ModuleModel, source: ModuleModel): boolean {
  if (output.kind !== 'module' || source.kind !== 'module') return false;
  const declared = new Set(source.blocks.flatMap(({ name, parent }) => (parent === undefined ? [name] : [])));
  const withBodies = [...partsOf(output, 'body').keys()];
  return (
    withBodies.every((name) => declared.has(name) || helper.test(name)) && exportsSameNames(output, source)
  );
}

/** Whether what both export under one name is also called the same inside. */
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
