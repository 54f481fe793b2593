import { laterImports } from '../../graph/unresolved-imports';
import type { BlockModel, ModuleModel } from '../../model/module-model';

/**
 * Whether two texts of a module are equal for every traversal that enters none of the differing blocks: only the
 * content of blocks, comments, white space or types differ.
 */
export function differOnlyInBlocks(then: ModuleModel, now: ModuleModel): boolean {
  // A traversal uses all blocks or the whole text of such modules.
  const dependsOnWholeModule = [then, now].some(({ kind, commonJs }) => kind === 'whole-file' || commonJs);
  if (dependsOnWholeModule || then.blocks.length !== now.blocks.length) return false;
  const isSameBlock = (block: BlockModel, index: number) => {
    const other = now.blocks[index]!;
    // Blocks of equal code may still differ in the references that count.
    const describe = block.hash === other.hash ? asText : describeFromOutside;
    return describe(block) === describe(other);
  };
  return (
    then.blocks.every(isSameBlock) &&
    asText({ ...then, contentHash: '', blocks: [] }) === asText({ ...now, contentHash: '', blocks: [] })
  );
}

/** The properties of a block that a traversal uses without entering it. */
function describeFromOutside(block: BlockModel): string {
  const { name, parent, eager, dependencies } = block;
  const isHoisted = dependencies.some(({ kind }) => kind === 'mock' || kind === 'glob');
  return asText([name, parent, eager, isHoisted, laterImports({ blocks: [block] })]);
}

/** Equal models have equal texts, because all have their fields in the same order. */
function asText(value: unknown): string {
  return JSON.stringify(value);
}
