import { parseBlockId } from '../../records/block-id';
import type { Analysis } from '../../analysis';
import type { ModuleModel } from '../../model/module-model';
import { differInBlocksAlone } from './compare-models';
import { blockInput, rootsInput } from './module-input';
import { describeModule, placesNamedIn } from './named-places';
import { type InputState, MISSING, type WalkInput } from './walk-input';

/** What walks asked once, asked again today. */
export interface InputsToday {
  compare(input: WalkInput): InputState;
  /** Whether a module has a block of this name today that is not what it was, whoever reaches it. */
  isOutdated(path: string, name: string, hash: string): boolean;
}

/**
 * @param roots what {@link describeRoots} says of the suite today
 * @param formerModel model of a text that a module had, by the text's digest; `undefined` where nobody knows it
 */
export function askInputsToday(
  analysis: Analysis,
  roots: string,
  formerModel: (path: string, contentHash: string) => ModuleModel | undefined,
): InputsToday {
  const { graph } = analysis;

  function compareModule({ name, answer, module }: WalkInput): InputState {
    if (!module) return 'other';
    const { contentHash } = module;
    if ((graph.contentHash(name) ?? MISSING) === contentHash)
      return describeModule(graph, name, module) === answer ? 'same' : 'other';
    const then = formerModel(name, contentHash);
    const now = graph.model(name);
    if (!then || !now || !differInBlocksAlone(then, now)) return 'other';
    const asThen = { contentHash, named: placesNamedIn(then) };
    return describeModule(graph, name, asThen) === answer ? 'blocks' : 'other';
  }

  return {
    compare(input) {
      if (input.kind === 'module') return compareModule(input);
      const { kind, name, answer } = input;
      const id = parseBlockId(name);
      const now = kind === 'roots' ? rootsInput(name, roots) : id && blockInput(graph, id);
      return now?.answer === answer ? 'same' : 'other';
    },
    isOutdated(path, name, hash) {
      const model = graph.model(path);
      const now = model && analysis.index(model).blocks.get(name);
      return now !== undefined && analysis.fingerprint(path, model!, now).hash !== hash;
    },
  };
}
