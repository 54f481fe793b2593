import type { ModuleGraph } from '../graph/module-graph';
import type { ModuleIndex } from '../graph/module-index';
import type { BlockModel, ModuleModel } from '../model/module-model';
import type { Fingerprint } from '../records/fact';
import type { LinkOptions, LoadPlans } from './load-plans';

/** The parts of the analysis of a module graph that traversals use. */
export interface GraphAnalysis {
  readonly graph: ModuleGraph;
  /** The blocks of a module by name. */
  index(model: ModuleModel): ModuleIndex;
  /** A block with the digest of its content and of the targets of the names in it. */
  fingerprint(path: string, model: ModuleModel, block: BlockModel): Fingerprint;
  /** Whether a module is part of an import cycle. */
  isCyclic(path: string): boolean;
  /** The fingerprints of {@link fingerprintWholeProject}. */
  wholeProject(project: string): readonly Fingerprint[];
  /** The effects of loading each module under one linking. */
  loadPlans(linking: LinkOptions): LoadPlans;
}
