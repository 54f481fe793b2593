import { digestParts } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import { stateOfRead } from '../../dependencies/reads';
import { type BlockId, formatBlockId } from '../../records/block-id';
import { describeModule, placesNamedIn } from './named-places';
import { MISSING, type WalkInput } from './walk-input';

const nothingNamed = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };

/** A module as a walk sees it now. */
export function moduleInput(graph: ModuleGraph, path: string): WalkInput {
  const model = graph.model(path);
  const module = {
    contentHash: graph.contentHash(path) ?? MISSING,
    named: model ? placesNamedIn(model) : nothingNamed,
  };
  return { kind: 'module', name: path, answer: describeModule(graph, path, module), module };
}

/** A block that is no module's as it is now; `undefined` for a block of another kind. */
export function blockInput(graph: ModuleGraph, id: BlockId): WalkInput | undefined {
  const state = id.kind === 'package' ? graph.packageFingerprint(id.name).hash : stateOfRead(graph, id);
  const name = formatBlockId(id);
  return state === undefined ? undefined : { kind: 'block', name, answer: digestParts([name, state]) };
}

/** @param roots what {@link describeRoots} says */
export function rootsInput(suite: string, roots: string): WalkInput {
  return { kind: 'roots', name: suite, answer: digestParts([suite, roots]) };
}
