import type { ts as TypeScript } from 'ts-morph';
import type { ProbedSource } from '../model/source-parts';

/** The block of a piece of syntax and its content. */
export interface NodeBlock {
  readonly name: string;
  /** `module`: it runs when the module is loaded. */
  readonly kind: 'body' | 'branch' | 'module';
}

/**
 * The syntax nodes at which blocks start, with their blocks. If two blocks start at one node, the inner one counts.
 */
export function findNodeBlocks({ parts, probed }: ProbedSource): ReadonlyMap<TypeScript.Node, NodeBlock> {
  const blocks = new Map<TypeScript.Node, NodeBlock>();
  for (const { name, nodes } of parts.declarations)
    for (const node of nodes) blocks.set(node, { name, kind: 'module' });
  // Branches follow the blocks that contain them.
  for (const [name, one] of probed) {
    const nodes = one.kind === 'body' ? [one.body] : one.branch.nodes;
    for (const node of nodes) blocks.set(node, { name, kind: one.kind });
  }
  return blocks;
}
