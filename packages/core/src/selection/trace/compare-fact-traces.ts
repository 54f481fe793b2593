import { type BlockKey, parseBlockId } from '../../records/block-id';
import { eachInBlockList } from '../../records/block-list';
import type { Fingerprint } from '../../records/fact';
import type { CurrentTrace } from './current-trace';
import type { TraceEntry, TraceEntryState } from './trace-entry';

/** A fact as a store keeps it: with the packed ids of its blocks and of the entries of its trace. */
export interface PackedFact {
  readonly blocks: Uint8Array;
  /** `undefined` if no trace is stored. */
  readonly trace: Uint8Array | undefined;
  /** `undefined` if the fact can't be read. */
  fingerprints(): readonly Fingerprint[] | undefined;
}

/** Resolves the ids in a store. */
export interface TraceLookup {
  traceEntry(id: number): TraceEntry | undefined;
  /** The blocks of a module, from facts of any age. */
  blocksOf(path: string): Iterable<NamedBlock>;
}

/** A block of a module as a store holds it. */
export interface NamedBlock extends Fingerprint {
  readonly id: number;
  /** Its name in the module. */
  readonly name: string;
}

/**
 * The result of comparing the trace of a fact. `same`: a traversal would find the dependencies of the fact.
 * `changed`: it would find others, at least because of these blocks. `unknown`: only a traversal can decide.
 */
export type TraceComparison =
  | { readonly kind: 'same'; readonly hasWholeProject: boolean }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[]; readonly hasWholeProject: boolean };

/**
 * Compares facts with the workspace by ids. Each entry is compared only once, even if many facts contain it, so that
 * comparing a fact only takes looking at its ids.
 */
export function compareFactTraces(
  lookup: TraceLookup,
  current: CurrentTrace,
): (fact: PackedFact) => TraceComparison {
  const comparer = new FactTraceComparer(lookup, current);
  return (fact) => (fact.trace && comparer.compare(fact, fact.trace)) ?? { kind: 'unknown' };
}

class FactTraceComparer {
  private readonly states: (TraceEntryState | undefined)[] = [];
  /** Names of changed entries of the kind `block`, by their ids. */
  private readonly changedBlocks = new Map<number, string>();
  /** Ids of the entries of whole projects. */
  private readonly wholeProjects = new Set<number>();
  /** Paths of modules whose text has changed, by the ids of their entries. */
  private readonly changedModules = new Map<number, string>();
  /** Blocks that no traversal finds in this state, by their ids. */
  private readonly outdatedBlocks = new Map<number, BlockKey>();
  private readonly searchedModules = new Set<string>();

  constructor(
    private readonly lookup: TraceLookup,
    private readonly current: CurrentTrace,
  ) {}

  /** @returns `undefined` if a list of ids is damaged */
  compare(fact: PackedFact, trace: Uint8Array): TraceComparison | undefined {
    let isOther = false;
    let hasWholeProject = false;
    const paths = new Set<string>();
    const names = new Set<string>();
    const isReadable = eachInBlockList(trace, (id) => {
      const state = this.stateOf(id);
      if (this.wholeProjects.has(id)) hasWholeProject = true;
      if (state === 'same') return;
      if (state === 'other') isOther = true;
      const path = this.changedModules.get(id);
      if (path !== undefined) paths.add(path);
      const name = this.changedBlocks.get(id);
      if (name !== undefined) names.add(name);
    });
    if (!isReadable) return undefined;
    if (!isOther && paths.size === 0) return { kind: 'same', hasWholeProject };
    const outdated = paths.size === 0 ? [] : this.outdatedAmong(fact.blocks);
    if (!outdated) return undefined;
    const blocks = [...outdated, ...(names.size === 0 ? [] : this.outdatedStates(fact, names))].sort();
    if (blocks.length > 0) return { kind: 'changed', blocks, hasWholeProject };
    if (isOther || !this.isUnchangedIn(fact, paths)) return { kind: 'unknown' };
    return { kind: 'same', hasWholeProject };
  }

  private stateOf(id: number): TraceEntryState {
    const known = this.states[id];
    if (known !== undefined) return known;
    const entry = this.lookup.traceEntry(id);
    const state = entry ? this.current.compare(entry) : 'other';
    this.states[id] = state;
    if (entry?.kind === 'block') {
      if (state === 'other') this.changedBlocks.set(id, entry.name);
      if (parseBlockId(entry.name)?.kind === 'project') this.wholeProjects.add(id);
    }
    if (entry?.kind === 'module' && state !== 'same') {
      this.changedModules.set(id, entry.name);
      this.findOutdated(entry.name);
    }
    return state;
  }

  private findOutdated(path: string): void {
    if (this.searchedModules.has(path)) return;
    this.searchedModules.add(path);
    for (const { id, block, name, hash } of this.lookup.blocksOf(path))
      if (this.current.isOutdated(path, name, hash)) this.outdatedBlocks.set(id, block);
  }

  /** @returns `undefined` if the list is damaged */
  private outdatedAmong(blocks: Uint8Array): BlockKey[] | undefined {
    const found: BlockKey[] = [];
    const isReadable = eachInBlockList(blocks, (id) => {
      const block = this.outdatedBlocks.get(id);
      if (block !== undefined) found.push(block);
    });
    return isReadable ? found : undefined;
  }

  /** The named blocks that the fact contains with outdated digests. No traversal finds such a fact. */
  private outdatedStates(fact: PackedFact, names: ReadonlySet<string>): BlockKey[] {
    const fingerprints = fact.fingerprints() ?? [];
    return fingerprints
      .filter(({ block, hash }) => names.has(block) && this.current.isOutdatedState(block, hash))
      .map(({ block }) => block);
  }

  /** Whether the fingerprints confirm the ids, because a store may be damaged. */
  private isUnchangedIn(fact: PackedFact, paths: ReadonlySet<string>): boolean {
    return (
      fact.fingerprints()?.every(({ block, hash }) => {
        const id = parseBlockId(block);
        if (!id) return false;
        if (id.kind !== 'block' || !paths.has(id.module)) return true;
        return !this.current.isOutdated(id.module, id.name, hash);
      }) ?? false
    );
  }
}
