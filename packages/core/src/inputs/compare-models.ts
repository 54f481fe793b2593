import type { BlockModel, ModuleModel } from '../module-model';

/**
 * Whether two texts of a module say the same to every walk that enters none of the bodies that differ: only what
 * bodies hold has changed, or comments, white space and types.
 */
export function differInBodiesAlone(then: ModuleModel, now: ModuleModel): boolean {
  // Of these the walk takes the text as a whole.
  const isWhole = [then, now].some(({ kind, commonJs }) => kind === 'opaque' || commonJs);
  if (isWhole || then.blocks.length !== now.blocks.length) return false;
  const isSameBlock = (block: BlockModel, index: number) => {
    const other = now.blocks[index]!;
    const isBody = block.parent !== undefined && block.hash !== other.hash;
    return isBody ? describeBody(block) === describeBody(other) : asText(block) === asText(other);
  };
  return (
    then.blocks.every(isSameBlock) &&
    asText({ ...then, contentHash: '', blocks: [] }) === asText({ ...now, contentHash: '', blocks: [] })
  );
}

/** What a walk asks of a body that it does not enter. */
function describeBody({ name, parent, eager, dependencies }: BlockModel): string {
  const isHoisted = dependencies.some(({ kind }) => kind === 'mock' || kind === 'glob');
  return asText([name, parent, eager, isHoisted]);
}

/** Models are read from JSON or made field by field in one order, so equal ones have equal texts. */
function asText(value: unknown): string {
  return JSON.stringify(value);
}
