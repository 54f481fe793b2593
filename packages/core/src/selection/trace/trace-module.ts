import { digestParts } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import type { GraphAnalysis } from '../../dependencies/graph-analysis';
import { stateOfRead } from '../../dependencies/fingerprint-reads';
import { type BlockId, formatBlockId, isComparedBy } from '../../records/block-id';
import { describeModule, namedReferencesIn } from './named-references';
import { MISSING, type TraceEntry } from './trace-entry';

const nothingNamed = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };

/** The entry of a module as it is now. */
export function traceModule(graph: ModuleGraph, path: string): TraceEntry {
  const model = graph.model(path);
  const module = {
    contentHash: graph.contentHash(path) ?? MISSING,
    named: model ? namedReferencesIn(model) : nothingNamed,
  };
  return { kind: 'module', name: path, digest: describeModule(graph, path, module), module };
}

/** The entry of a block that has a state of its own; `undefined` for a block of another kind. */
export function traceBlock(analysis: GraphAnalysis, id: BlockId): TraceEntry | undefined {
  const state = stateOfBlock(analysis, id);
  const name = formatBlockId(id);
  return state === undefined ? undefined : { kind: 'block', name, digest: digestParts([name, state]) };
}

/** The digest of a block that has a state of its own, as facts hold it; `undefined` for a block of another kind. */
export function stateOfBlock(analysis: GraphAnalysis, id: BlockId): string | undefined {
  const { graph } = analysis;
  if (!isComparedBy(id, 'state')) return stateOfRead(graph, id);
  switch (id.kind) {
    case 'package':
      return graph.packageFingerprint(id.name).hash;
    case 'project':
      return analysis.wholeProject(id.name).find(({ block }) => block === formatBlockId(id))?.hash;
  }
}

/** The entry of a suite's roots. @param roots what {@link digestRoots} gives */
export function traceRoots(suite: string, roots: string): TraceEntry {
  return { kind: 'roots', name: suite, digest: digestParts([suite, roots]) };
}
