import { digestParts } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import { stateOfRead } from '../../dependencies/reads';
import { type BlockId, formatBlockId } from '../../records/block-id';
import { describeModule, namedReferencesIn } from './named-references';
import { MISSING, type TraceEntry } from './trace-entry';

const nothingNamed = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };

/** A module as a walk sees it now. */
export function traceModule(graph: ModuleGraph, path: string): TraceEntry {
  const model = graph.model(path);
  const module = {
    contentHash: graph.contentHash(path) ?? MISSING,
    named: model ? namedReferencesIn(model) : nothingNamed,
  };
  return { kind: 'module', name: path, digest: describeModule(graph, path, module), module };
}

/** A block that is no module's as it is now; `undefined` for a block of another kind. */
export function traceBlock(graph: ModuleGraph, id: BlockId): TraceEntry | undefined {
  const state = id.kind === 'package' ? graph.packageFingerprint(id.name).hash : stateOfRead(graph, id);
  const name = formatBlockId(id);
  return state === undefined ? undefined : { kind: 'block', name, digest: digestParts([name, state]) };
}

/** @param roots what {@link digestRoots} says */
export function traceRoots(suite: string, roots: string): TraceEntry {
  return { kind: 'roots', name: suite, digest: digestParts([suite, roots]) };
}
