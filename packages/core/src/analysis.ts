import type { GraphAnalysis } from './dependencies/graph-analysis';
import { computeOnce } from './dependencies/compute-once';
import { LoadPlans } from './dependencies/load-plans';
import { BlockFingerprints } from './graph/block-fingerprints';
import { ImportCycles } from './graph/import-cycles';
import type { ModuleGraph } from './graph/module-graph';
import { fingerprintWholeProject } from './graph/fingerprint-project-files';
import { NameTable } from './model/name-table';
import type { Fingerprint } from './records/fact';
import { traceModule } from './selection/trace/trace-module';
import type { TraceEntry } from './selection/trace/trace-entry';

/**
 * A module graph with everything that is computed from it, each part once, because thousands of test files share it.
 * It is valid as long as the graph is.
 */
export interface Analysis extends GraphAnalysis {
  /** The trace entry of a module as it is now. */
  traceModule(path: string): TraceEntry;
}

/** @param names the table of block names, shared with the facts that are compared with this graph */
export function createAnalysis(graph: ModuleGraph, names: NameTable = new NameTable()): Analysis {
  const blocks = new BlockFingerprints(graph, names);
  const cycles = new ImportCycles(graph);
  const plans = new Map<string, LoadPlans>();
  const modules = new Map<string, TraceEntry>();
  const projects = new Map<string, readonly Fingerprint[]>();
  return {
    graph,
    index: (model) => blocks.index(model),
    fingerprint: (path, model, block) => blocks.fingerprint(path, model, block),
    isCyclic: (path) => cycles.includes(path),
    wholeProject: (project) => computeOnce(projects, project, () => fingerprintWholeProject(graph, project)),
    loadPlans(linking) {
      const key = `${linking.linksNames === true} ${linking.keepsImports === true}`;
      return computeOnce(plans, key, () => new LoadPlans(graph, cycles, linking));
    },
    traceModule: (path) => computeOnce(modules, path, () => traceModule(graph, path)),
  };
}
