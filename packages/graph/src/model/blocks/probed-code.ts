import type { ts as TypeScript } from 'ts-morph';
import { outermostFunctions } from '../syntax/syntax-parts';
import { BlockNames } from './block-names';
import { type Branch, type BranchScope, findBranches } from './find-branches';
import type { Declaration } from './split-declarations';

type Node = TypeScript.Node;

/** Code whose execution a probe counts. */
export type ProbedCode =
  { readonly kind: 'body'; readonly body: Node } | { readonly kind: 'branch'; readonly branch: Branch };

/** The body of a function or a branch, as a block. */
export interface ProbedPart {
  readonly name: string;
  readonly parent: string;
  readonly code: ProbedCode;
  readonly nodes: readonly Node[];
  /** The outermost branches in it, and the parts that they are. */
  readonly branches: readonly Branch[];
  readonly parts: readonly ProbedPart[];
}

/** The bodies of functions in the declarations of a module, and the branches in them. */
export function findProbedParts(
  scope: BranchScope,
  declarations: readonly Declaration[],
): ReadonlyMap<Declaration, readonly ProbedPart[]> {
  const { ts } = scope;
  const names = new BlockNames(
    ts,
    declarations.map(({ name }) => name),
  );
  return new Map(
    declarations.map((declaration) => {
      const declared = new Set(declaration.nodes);
      const functions = declaration.nodes.flatMap((node) => outermostFunctions(ts, node));
      const parts = functions.map((node): ProbedPart => {
        const { body } = node;
        const name = names.nameOf(declaration.name, node, declared);
        const branches = findBranches(scope, body);
        const parts = partsOf(names, name, branches);
        return {
          name,
          parent: declaration.name,
          code: { kind: 'body', body },
          nodes: [body],
          branches,
          parts,
        };
      });
      return [declaration, parts];
    }),
  );
}

/** All parts by name, each followed by the parts in it. */
export function probedByName(
  parts: ReadonlyMap<Declaration, readonly ProbedPart[]>,
): ReadonlyMap<string, ProbedCode> {
  const flat = (part: ProbedPart): ProbedPart[] => [part, ...part.parts.flatMap(flat)];
  return new Map(
    [...parts.values()]
      .flat()
      .flatMap(flat)
      .map(({ name, code }) => [name, code]),
  );
}

function partsOf(names: BlockNames, parent: string, branches: readonly Branch[]): ProbedPart[] {
  return branches.map((branch) => {
    const name = names.nameOfBranch(parent, branch.label);
    const parts = partsOf(names, name, branch.branches);
    const { nodes, branches } = branch;
    return { name, parent, code: { kind: 'branch', branch }, nodes, branches, parts };
  });
}
