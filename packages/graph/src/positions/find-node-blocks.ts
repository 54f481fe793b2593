import type { ts as TypeScript } from 'ts-morph';
import type { ProbedSource } from '../model/source-parts';

/** The block that a piece of syntax and what is in it belong to. */
export interface NodeBlock {
  readonly name: string;
  /** `module`: it runs when the module is loaded. */
  readonly kind: 'body' | 'branch' | 'module';
}

/** The syntax at which blocks start, with their blocks; of two that start at one node, the inner one. */
export function findNodeBlocks({ parts, probed }: ProbedSource): ReadonlyMap<TypeScript.Node, NodeBlock> {
  const blocks = new Map<TypeScript.Node, NodeBlock>();
  for (const { name, nodes } of parts.declarations)
    for (const node of nodes) blocks.set(node, { name, kind: 'module' });
  // A branch follows what it is in.
  for (const [name, one] of probed) {
    const nodes = one.kind === 'body' ? [one.body] : one.branch.nodes;
    for (const node of nodes) blocks.set(node, { name, kind: one.kind });
  }
  return blocks;
}
