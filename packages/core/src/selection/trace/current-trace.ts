import type { Analysis } from '../../analysis';
import type { ModuleModel } from '../../model/module-model';
import { type BlockKey, parseBlockId } from '../../records/block-id';
import { differOnlyInBlocks } from './compare-models';
import { describeModule, namedReferencesIn } from './named-references';
import { MISSING, type TraceEntry, type TraceEntryState } from './trace-entry';
import { stateOfBlock, traceBlock, traceRoots } from './trace-module';

/** The workspace as it is now, for comparing it with stored traces. */
export interface CurrentTrace {
  compare(entry: TraceEntry): TraceEntryState;
  /** Whether a module now has a block of this name with another digest. */
  isOutdated(path: string, name: string, hash: string): boolean;
  /** Whether a block that has a state of its own now has another digest. */
  isOutdatedState(block: BlockKey, hash: string): boolean;
}

/**
 * @param roots what {@link digestRoots} gives for the suite now
 * @param formerModel the model of a text that a module had, by the text's digest; `undefined` where it is not stored
 */
export function createCurrentTrace(
  analysis: Analysis,
  roots: string,
  formerModel: (path: string, contentHash: string) => ModuleModel | undefined,
): CurrentTrace {
  const { graph } = analysis;

  function compareModule({ name, digest, module }: TraceEntry): TraceEntryState {
    if (!module) return 'other';
    const { contentHash } = module;
    if ((graph.contentHash(name) ?? MISSING) === contentHash)
      return describeModule(graph, name, module) === digest ? 'same' : 'other';
    const then = formerModel(name, contentHash);
    const now = graph.model(name);
    if (!then || !now || !differOnlyInBlocks(then, now)) return 'other';
    const asThen = { contentHash, named: namedReferencesIn(then) };
    return describeModule(graph, name, asThen) === digest ? 'blocks' : 'other';
  }

  function compareBlock({ name, digest }: TraceEntry): TraceEntryState {
    const id = parseBlockId(name);
    return id && traceBlock(analysis, id)?.digest === digest ? 'same' : 'other';
  }

  return {
    compare(entry) {
      switch (entry.kind) {
        case 'module':
          return compareModule(entry);
        case 'block':
          return compareBlock(entry);
        case 'roots':
          return traceRoots(entry.name, roots).digest === entry.digest ? 'same' : 'other';
      }
    },
    isOutdated(path, name, hash) {
      const model = graph.model(path);
      const now = model && analysis.index(model).blocks.get(name);
      return now !== undefined && analysis.fingerprint(path, model!, now).hash !== hash;
    },
    isOutdatedState(block, hash) {
      const id = parseBlockId(block);
      const now = id && stateOfBlock(analysis, id);
      return now !== undefined && now !== hash;
    },
  };
}
