import { type BlockModel, digestParts, EFFECTS, type Reference } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { BlockNames } from './block-names';
import type { Ts } from '../syntax/compiler';
import { type Branch, branchMarks, findBranches } from './find-branches';
import type { CodeReferences, ReferenceScope } from '../references/collect-references';
import { readReferences } from '../references/read-references';
import { type Declaration, isEffect, type SourceParts } from './split-declarations';
import { definitionParts, type FunctionNode, outermostFunctions, unwrap } from '../syntax/syntax-parts';
import { writeSyntax } from '../syntax/write-syntax';

type Node = TypeScript.Node;

/** Code whose execution a probe counts. */
export type Probed =
  { readonly kind: 'body'; readonly body: Node } | { readonly kind: 'branch'; readonly branch: Branch };

export interface SourceBlocks {
  readonly blocks: readonly BlockModel[];
  readonly references: readonly CodeReferences[];
  /** Bodies of functions, and the branches in them, by the name of their block, in the order of the blocks. */
  readonly probed: ReadonlyMap<string, Probed>;
}

/** Cuts a module into blocks: declarations, each followed by the bodies in it and their branches, and the effects. */
export function readBlocks(scope: ReferenceScope, parts: SourceParts): SourceBlocks {
  const reader = new BlockReader(scope, parts);
  for (const declaration of parts.declarations) reader.addDeclaration(declaration);
  if (parts.steps.some(isEffect)) reader.addEffects();
  return reader;
}

/** A body or a branch, and the branches in it. */
interface BlockPart {
  readonly name: string;
  readonly parent: string;
  readonly nodes: readonly Node[];
  readonly branches: readonly Branch[];
}

class BlockReader implements SourceBlocks {
  readonly blocks: BlockModel[] = [];
  readonly references: CodeReferences[] = [];
  readonly probed = new Map<string, Probed>();
  private readonly names: BlockNames;

  constructor(
    private readonly scope: ReferenceScope,
    private readonly parts: SourceParts,
  ) {
    this.names = new BlockNames(
      scope.ts,
      parts.declarations.map(({ name }) => name),
    );
  }

  addDeclaration({ name, nodes, eager }: Declaration): void {
    const { ts } = this.scope;
    const bodies = nodes.flatMap((node) => outermostFunctions(ts, node));
    const own = new Set<Node>(bodies);
    const hash = digestParts([
      ...nodes.flatMap((node) => variableKind(ts, node)),
      ...writeSyntax(ts, nodes, (node) => own.has(node)),
    ]);
    const partsOf = (node: Node) => (own.has(node) ? definitionParts(ts, node as FunctionNode) : undefined);
    const found = readReferences(this.scope, { nodes, partsOf, isLoading: true });
    this.add({ name, hash, eager }, eager === 'yes' ? found : withHeritage(found, aliasedNames(ts, nodes)));
    const declared = new Set(nodes);
    for (const node of bodies) {
      const { body } = node;
      const bodyName = this.names.nameOf(name, node, declared);
      this.probed.set(bodyName, { kind: 'body', body });
      this.addPart({ name: bodyName, parent: name, nodes: [body], branches: findBranches(ts, body) });
    }
  }

  /** The top-level statements, with the order in which loading evaluates them. */
  addEffects(): void {
    const { ts } = this.scope;
    const { steps } = this.parts;
    const nodes = steps.flatMap((step) => (step.kind === 'statement' ? [step.node] : []));
    const found = readReferences(this.scope, { nodes, partsOf: () => undefined, isLoading: true });
    const touched = touchedByLoading(this.parts, this.blocks, found.references);
    const order = steps.flatMap((step) => {
      switch (step.kind) {
        case 'statement':
          return writeSyntax(ts, [step.node], () => false);
        case 'import':
          return ['imports', step.specifier];
        case 'declaration':
          return isEffect(step) || touched.has(step.declaration) ? ['declares', step.declaration.name] : [];
      }
    });
    this.add({ name: EFFECTS, hash: digestParts(order), eager: 'yes' }, found);
  }

  private addPart({ name, parent, nodes, branches }: BlockPart): void {
    const { ts } = this.scope;
    const marks = branchMarks(ts, branches);
    const hash = digestParts(writeSyntax(ts, nodes, () => false, marks));
    const partsOf = (node: Node) => (marks.has(node) ? [] : undefined);
    const found = readReferences(this.scope, { nodes, partsOf, isLoading: false });
    this.add({ name, parent, hash, eager: 'no' }, found);
    for (const branch of branches) {
      const branchName = this.names.nameOfBranch(name, branch.label);
      this.probed.set(branchName, { kind: 'branch', branch });
      this.addPart({ name: branchName, parent: name, nodes: branch.nodes, branches: branch.branches });
    }
  }

  private add(block: Pick<BlockModel, 'name' | 'parent' | 'hash' | 'eager'>, found: CodeReferences): void {
    const { references, dependencies, fallbackCauses } = found;
    this.references.push(found);
    this.blocks.push({ ...block, references, dependencies, fallbackCauses });
  }
}

/**
 * Declarations that code which loading runs may touch. Where they stand matters: above the code that uses
 * them they have a value, below they throw. Other declarations may come, go and move without a trace.
 */
function touchedByLoading(
  parts: SourceParts,
  blocks: readonly BlockModel[],
  start: readonly Reference[],
): ReadonlySet<Declaration> {
  const references = new Map<string, Reference[]>();
  const declarations = new Map<string, string>();
  for (const { name, parent = name, references: own } of blocks) {
    const declaration = declarations.get(parent) ?? parent;
    declarations.set(name, declaration);
    references.set(declaration, [...(references.get(declaration) ?? []), ...own]);
  }
  const touched = new Set<Declaration>(parts.declarations.filter(({ eager }) => eager === 'yes'));
  for (const { name } of start) addTo(touched, parts.names.get(name));
  for (const { name } of touched) {
    for (const reference of references.get(name) ?? []) addTo(touched, parts.names.get(reference.name));
  }
  return touched;
}

function addTo<Item>(items: Set<Item>, item: Item | undefined): void {
  if (item !== undefined) items.add(item);
}

/** `const`, `let` and `var` differ in what may be done with a name. */
function variableKind(ts: Ts, node: Node): string[] {
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
    ? [String(node.parent.flags & ts.NodeFlags.BlockScoped)]
    : [];
}

/** Names whose value a declaration takes over as it is: a class that extends it extends them. */
function aliasedNames(ts: Ts, nodes: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (outer: Node | undefined): void => {
    const node = outer && unwrap(ts, outer);
    if (!node) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isConditionalExpression(node)) [node.condition, node.whenTrue, node.whenFalse].forEach(visit);
    else if (ts.isBinaryExpression(node)) [node.left, node.right].forEach(visit);
  };
  for (const node of nodes) {
    if (ts.isVariableDeclaration(node)) visit(node.initializer);
    else if (ts.isExportAssignment(node)) visit(node.expression);
  }
  return names;
}

function withHeritage(found: CodeReferences, names: ReadonlySet<string>): CodeReferences {
  const references = found.references.map((one): Reference =>
    names.has(one.name) ? { ...one, use: 'heritage' } : one,
  );
  return { ...found, references };
}
