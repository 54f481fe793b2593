import { parseBlockId } from '../../records/block-id';
import type { Analysis } from '../../analysis';
import type { ModuleModel } from '../../model/module-model';
import { differOnlyInBlocks } from './compare-models';
import { traceBlock, traceRoots } from './trace-module';
import { describeModule, namedReferencesIn } from './named-references';
import { type TraceEntryState, MISSING, type TraceEntry } from './trace-entry';

/** What walks asked once, asked again current. */
export interface CurrentTrace {
  compare(input: TraceEntry): TraceEntryState;
  /** Whether a module has a block of this name today that is not what it was, whoever reaches it. */
  isOutdated(path: string, name: string, hash: string): boolean;
}

/**
 * @param roots what {@link digestRoots} says of the suite today
 * @param formerModel model of a text that a module had, by the text's digest; `undefined` where nobody knows it
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

  return {
    compare(input) {
      if (input.kind === 'module') return compareModule(input);
      const { kind, name, digest } = input;
      const id = parseBlockId(name);
      const now = kind === 'roots' ? traceRoots(name, roots) : id && traceBlock(graph, id);
      return now?.digest === digest ? 'same' : 'other';
    },
    isOutdated(path, name, hash) {
      const model = graph.model(path);
      const now = model && analysis.index(model).blocks.get(name);
      return now !== undefined && analysis.fingerprint(path, model!, now).hash !== hash;
    },
  };
}
