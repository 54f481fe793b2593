import { type Analysis, type BlockKey, type Fact, parseBlockId } from '@nx-testmon/core';
import { isJsonPath, Memo } from '@nx-testmon/graph';

/** Whether a block is the same as when it was executed; `gone`: its module no longer contains it. */
export type BlockState = 'same' | 'changed' | 'gone';

/** A block of a module that facts name, in its current form. */
export interface FactBlock {
  readonly module: string;
  readonly name: string;
  /** `undefined` if the block no longer exists. */
  readonly hash: string | undefined;
  /** True for the body of a function and for a branch, which have probes. */
  readonly isPart: boolean;
}

/**
 * Compares the code in facts with the code of one graph. Each block is looked up once, however many facts
 * contain it.
 */
export class FactBlocks {
  private readonly blocks = new Memo((block: BlockKey) => this.find(block));

  constructor(private readonly analysis: Analysis) {}

  /** Returns `undefined` if the key does not name code of a module. */
  get(block: BlockKey): FactBlock | undefined {
    return this.blocks.get(block);
  }

  stateOf({ hash: now }: FactBlock, hash: string): BlockState {
    if (now === undefined) return 'gone';
    return now === hash ? 'same' : 'changed';
  }

  areAllSame({ dependencies }: Fact): boolean {
    return dependencies.every(({ block, hash }) => {
      const found = this.get(block);
      return !found || found.hash === hash;
    });
  }

  private find(key: BlockKey): FactBlock | undefined {
    const id = parseBlockId(key);
    // The keys of a manifest are blocks too.
    if (id?.kind !== 'block' || isJsonPath(id.module)) return undefined;
    const { module, name } = id;
    const model = this.analysis.graph.model(module);
    const block = model && this.analysis.index(model).blocks.get(name);
    if (!model || !block) return { module, name, hash: undefined, isPart: false };
    const { hash } = this.analysis.fingerprint(module, model, block);
    return { module, name, hash, isPart: block.parent !== undefined };
  }
}
