import { eachInBlockList } from '../../records/block-list';
import { type BlockKey, parseBlockId } from '../../records/block-id';
import type { Fingerprint } from '../../records/fact';
import type { CurrentTrace } from './current-trace';
import type { TraceEntryState, TraceEntry } from './trace-entry';

/** A fact as a store keeps it, with the ids of its blocks and of what its walk asked, packed. */
export interface PackedFact {
  readonly blocks: Uint8Array;
  /** `undefined` where it is not known what the walk asked. */
  readonly inputs: Uint8Array | undefined;
  /** `undefined` where the fact can't be read. */
  fingerprints(): readonly Fingerprint[] | undefined;
}

/** What the ids of a store mean. */
export interface TraceLookup {
  input(id: number): TraceEntry | undefined;
  /** Blocks of a module, of facts of any age. */
  blocksOf(path: string): Iterable<NamedBlock>;
}

/** A block of a module as a store holds it. */
export interface NamedBlock extends Fingerprint {
  readonly id: number;
  /** Its name in the module. */
  readonly name: string;
}

/**
 * What can be said of a fact without a walk. `same`: the walk would find what the fact holds. `changed`: it
 * would not, because of these blocks at least. `unknown`: it must be done.
 */
export type TraceComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[] };

/**
 * Compares facts with the workspace by ids: each input is asked again once, whatever number of facts have it,
 * and a fact costs a look at its numbers.
 */
export function compareFactTraces(
  names: TraceLookup,
  current: CurrentTrace,
): (fact: PackedFact) => TraceComparison {
  const states: (TraceEntryState | undefined)[] = [];
  /** Paths of modules whose text has changed, by the ids of their inputs. */
  const changed = new Map<number, string>();
  /** Names of blocks that no walk finds as they were, by their ids. */
  const outdated = new Map<number, BlockKey>();
  const looked = new Set<string>();

  function stateOf(id: number): TraceEntryState {
    const known = states[id];
    if (known !== undefined) return known;
    const input = names.input(id);
    const state = input ? current.compare(input) : 'other';
    states[id] = state;
    if (input?.kind === 'module' && state !== 'same') {
      changed.set(id, input.name);
      findOutdated(input.name);
    }
    return state;
  }

  function findOutdated(path: string): void {
    if (looked.has(path)) return;
    looked.add(path);
    for (const { id, block, name, hash } of names.blocksOf(path))
      if (current.isOutdated(path, name, hash)) outdated.set(id, block);
  }

  function outdatedIn(blocks: Uint8Array): BlockKey[] {
    const found: BlockKey[] = [];
    eachInBlockList(blocks, (id) => {
      const block = outdated.get(id);
      if (block !== undefined) found.push(block);
    });
    return found.sort();
  }

  /** The texts themselves say the same as the ids: a store may be damaged. */
  function isAsItWas(fact: PackedFact, paths: ReadonlySet<string>): boolean {
    return (
      fact.fingerprints()?.every(({ block, hash }) => {
        const id = parseBlockId(block);
        if (!id) return false;
        if (id.kind !== 'block' || !paths.has(id.module)) return true;
        return !current.isOutdated(id.module, id.name, hash);
      }) ?? false
    );
  }

  function judge(fact: PackedFact, inputs: Uint8Array): TraceComparison {
    let isOther = false;
    const paths = new Set<string>();
    eachInBlockList(inputs, (id) => {
      const state = stateOf(id);
      if (state === 'same') return;
      if (state === 'other') isOther = true;
      const path = changed.get(id);
      if (path !== undefined) paths.add(path);
    });
    if (!isOther && paths.size === 0) return { kind: 'same' };
    const blocks = paths.size === 0 ? [] : outdatedIn(fact.blocks);
    if (blocks.length > 0) return { kind: 'changed', blocks };
    return { kind: !isOther && isAsItWas(fact, paths) ? 'same' : 'unknown' };
  }

  return (fact) => {
    if (!fact.inputs) return { kind: 'unknown' };
    try {
      return judge(fact, fact.inputs);
    } catch (error) {
      // A list that no store has packed.
      if (error instanceof RangeError) return { kind: 'unknown' };
      throw error;
    }
  };
}
