import { digestParts } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import type { GraphAnalysis } from '../../dependencies/graph-analysis';
import { stateOfRead } from '../../dependencies/fingerprint-reads';
import { type BlockId, formatBlockId, isComparedBy } from '../../records/block-id';
import { describeModule, namedReferencesIn } from './named-references';
import { MISSING, type TraceEntry } from './trace-entry';

const nothingNamed = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };

/** The entry for the current state of a module. */
export function traceModule(graph: ModuleGraph, path: string): TraceEntry {
  const model = graph.model(path);
  const module = {
    contentHash: graph.contentHash(path) ?? MISSING,
    named: model ? namedReferencesIn(model) : nothingNamed,
  };
  return { kind: 'module', name: path, digest: describeModule(graph, path, module), module };
}

/** The entry for a block with its own state; `undefined` for a block of another kind. */
export function traceBlock(analysis: GraphAnalysis, id: BlockId): TraceEntry | undefined {
  const state = stateOfBlock(analysis, id);
  const name = formatBlockId(id);
  return state === undefined ? undefined : { kind: 'block', name, digest: digestParts([name, state]) };
}

/** The digest of a block with its own state, as in facts; `undefined` for a block of another kind. */
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

/** The entry for the roots of a suite. @param roots result of {@link digestRoots} */
export function traceRoots(suite: string, roots: string): TraceEntry {
  return { kind: 'roots', name: suite, digest: digestParts([suite, roots]) };
}
