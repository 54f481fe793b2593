import type { Fact } from '../fact';
import type { ModuleGraph } from '../module-graph';
import { snapshotOfTestFile } from '../project-files';
import { readsIn, stateOfRead } from '../reads';
import { modulesAsked } from './modules-asked';
import { describePlaces, placesNamedIn } from './named-places';
import { ownerIn } from './owner-of-block';
import type { WalkInput } from './walk-input';

/** No file, so no name of one. */
export const MISSING = 'missing';

const nothingNamed = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };

const moduleInputs = new WeakMap<ModuleGraph, Map<string, WalkInput>>();

/** A module as a walk sees it now. */
export function moduleInput(graph: ModuleGraph, path: string): WalkInput {
  const ofGraph = moduleInputs.get(graph) ?? new Map<string, WalkInput>();
  moduleInputs.set(graph, ofGraph);
  let input = ofGraph.get(path);
  if (!input) {
    const model = graph.model(path);
    const named = model ? placesNamedIn(model) : nothingNamed;
    const state = graph.contentHash(path) ?? MISSING;
    input = { kind: 'module', name: path, state, places: describePlaces(graph, path, named), named };
    ofGraph.set(path, input);
  }
  return input;
}

/** What a block that is no module's stands for now; `undefined` for a block of another kind. */
export function stateOfBlock(graph: ModuleGraph, block: string): string | undefined {
  const name = block.startsWith('package:') ? block.slice('package:'.length) : undefined;
  return name === undefined ? stateOfRead(graph, block) : graph.packageFingerprint(name).hash;
}

/**
 * Everything that the walk for a fact asked of the workspace.
 *
 * @param fact of a test file that ran in isolation, and equal to what its walk finds now
 * @param loaded modules that its walk loads
 * @param roots what {@link describeRoots} says
 * @returns `undefined` where the fact depends on what can't be asked again one by one: all files of a project,
 *   types, or reads that nobody saw
 */
export function findWalkInputs(
  graph: ModuleGraph,
  fact: Pick<Fact, 'testFile' | 'suite' | 'fingerprints'>,
  loaded: ReadonlySet<string>,
  roots: string,
): readonly WalkInput[] | undefined {
  const reads = readsIn(fact);
  if (reads?.isComplete !== true || reads.isOpaque) return undefined;
  const modules = modulesAsked(graph, loaded);
  const surroundings = new Set(
    [...modules].flatMap((path) => graph.surroundings(path).map(({ block }) => block)),
  );
  const inputs: WalkInput[] = [
    { kind: 'roots', name: fact.suite, state: roots, places: '' },
    ...[...modules].map((path) => moduleInput(graph, path)),
  ];
  const ask = (block: string): boolean => {
    const state = stateOfBlock(graph, block);
    if (state === undefined) return false;
    inputs.push({ kind: 'block', name: block, state, places: '' });
    return true;
  };
  const snapshot = snapshotOfTestFile(fact.testFile);
  for (const { block } of fact.fingerprints) {
    // The roots say what was declared, and modules what surrounds them.
    if (block.startsWith('declared:') || surroundings.has(block)) continue;
    if (block.endsWith('#<types>')) return undefined;
    const isAsked = ask(block === snapshot ? `read:${block}` : block);
    if (!isAsked && ownerIn(modules, block) === undefined) return undefined;
  }
  return inputs;
}
