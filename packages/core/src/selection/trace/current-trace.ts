import type { Analysis } from '../../analysis';
import type { ModuleModel } from '../../model/module-model';
import { type BlockKey, parseBlockId } from '../../records/block-id';
import { differOnlyInBlocks } from './compare-models';
import { describeModule, namedReferencesIn } from './named-references';
import { MISSING, type TraceEntry, type TraceEntryState } from './trace-entry';
import { stateOfBlock, traceBlock, traceRoots } from './trace-module';

/** The current workspace, for comparing it with stored traces. */
export interface CurrentTrace {
  compare(entry: TraceEntry): TraceEntryState;
  /** Whether the module has a block of this name with another digest. */
  isOutdated(path: string, name: string, hash: string): boolean;
  /** Whether the current digest of a block with its own state differs. */
  isOutdatedState(block: BlockKey, hash: string): boolean;
}

/** The model of a former text of a module, by the digest of the text; `undefined` if it is not stored. */
type FormerModel = (path: string, contentHash: string) => ModuleModel | undefined;

/** @param roots result of {@link digestRoots} for the current suite */
export function createCurrentTrace(
  analysis: Analysis,
  roots: string,
  formerModel: FormerModel,
): CurrentTrace {
  return new TraceOfAnalysis(analysis, roots, formerModel);
}

class TraceOfAnalysis implements CurrentTrace {
  constructor(
    private readonly analysis: Analysis,
    private readonly roots: string,
    private readonly formerModel: FormerModel,
  ) {}

  compare(entry: TraceEntry): TraceEntryState {
    switch (entry.kind) {
      case 'module':
        return this.compareModule(entry);
      case 'block':
        return this.compareBlock(entry);
      case 'roots':
        return traceRoots(entry.name, this.roots).digest === entry.digest ? 'same' : 'other';
    }
  }

  isOutdated(path: string, name: string, hash: string): boolean {
    const model = this.analysis.graph.model(path);
    const now = model && this.analysis.index(model).blocks.get(name);
    return now !== undefined && this.analysis.fingerprint(path, model!, now).hash !== hash;
  }

  isOutdatedState(block: BlockKey, hash: string): boolean {
    const id = parseBlockId(block);
    const now = id && stateOfBlock(this.analysis, id);
    return now !== undefined && now !== hash;
  }

  private compareModule({ name, digest, module }: TraceEntry): TraceEntryState {
    if (!module) return 'other';
    const { graph } = this.analysis;
    const { contentHash } = module;
    if ((graph.contentHash(name) ?? MISSING) === contentHash)
      return describeModule(graph, name, module) === digest ? 'same' : 'other';
    const then = this.formerModel(name, contentHash);
    const now = graph.model(name);
    if (!then || !now || !differOnlyInBlocks(then, now)) return 'other';
    const asThen = { contentHash, named: namedReferencesIn(then) };
    return describeModule(graph, name, asThen) === digest ? 'blocks' : 'other';
  }

  private compareBlock({ name, digest }: TraceEntry): TraceEntryState {
    const id = parseBlockId(name);
    return id && traceBlock(this.analysis, id)?.digest === digest ? 'same' : 'other';
  }
}
