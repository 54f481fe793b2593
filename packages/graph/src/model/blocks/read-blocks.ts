import { type BlockModel, digestParts, EFFECTS, type Reference } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { createBodyNames } from './block-names';
import type { Ts } from '../syntax/compiler';
import { type Arm, armMarks, findArms } from './find-branches';
import type { Mentions, MentionScope } from '../references/collect-references';
import { readMentions } from '../references/read-references';
import { type Declaration, isEffect, type SourceParts } from './split-declarations';
import { definitionParts, type FunctionNode, outermostFunctions, unwrap } from '../syntax/syntax-parts';
import { writeSyntax } from '../syntax/write-syntax';

type Node = TypeScript.Node;

/** Code that a probe can see run. */
export type Probed =
  { readonly kind: 'body'; readonly body: Node } | { readonly kind: 'arm'; readonly arm: Arm };

export interface SourceBlocks {
  readonly blocks: readonly BlockModel[];
  readonly mentions: readonly Mentions[];
  /** Bodies of functions, and the arms in them, by the name of their block, in the order of the blocks. */
  readonly probed: ReadonlyMap<string, Probed>;
}

/** Cuts a module into blocks: declarations, each followed by the bodies in it and their arms, and the effects. */
export function readBlocks(scope: MentionScope, parts: SourceParts): SourceBlocks {
  const { ts } = scope;
  const blocks: BlockModel[] = [];
  const mentions: Mentions[] = [];
  const probed = new Map<string, Probed>();
  const bodyNames = createBodyNames(
    ts,
    parts.declarations.map(({ name }) => name),
  );

  function add(block: Pick<BlockModel, 'name' | 'parent' | 'hash' | 'eager'>, found: Mentions): void {
    const { references, dependencies, fallbackCauses } = found;
    mentions.push(found);
    blocks.push({ ...block, references, dependencies, fallbackCauses });
  }

  function addDeclaration({ name, nodes, eager }: Declaration): void {
    const bodies = nodes.flatMap((node) => outermostFunctions(ts, node));
    const own = new Set<Node>(bodies);
    const hash = digestParts([
      ...nodes.flatMap((node) => variableKind(ts, node)),
      ...writeSyntax(ts, nodes, (node) => own.has(node)),
    ]);
    const found = readMentions(
      scope,
      nodes,
      (node) => (own.has(node) ? definitionParts(ts, node as FunctionNode) : undefined),
      true,
    );
    add({ name, hash, eager }, eager === 'yes' ? found : withHeritage(found, aliasedNames(ts, nodes)));
    const declared = new Set(nodes);
    for (const body of bodies) {
      const bodyName = bodyNames.nameOf(name, body, declared);
      probed.set(bodyName, { kind: 'body', body: body.body });
      addPart(bodyName, name, [body.body], findArms(ts, body.body));
    }
  }

  /** A body or an arm, and the arms in it. */
  function addPart(name: string, parent: string, nodes: readonly Node[], arms: readonly Arm[]): void {
    const marks = armMarks(ts, arms);
    const hash = digestParts(writeSyntax(ts, nodes, () => false, marks));
    const found = readMentions(scope, nodes, (node) => (marks.has(node) ? [] : undefined), false);
    add({ name, parent, hash, eager: 'no' }, found);
    for (const arm of arms) {
      const armName = bodyNames.nameOfArm(name, arm.label);
      probed.set(armName, { kind: 'arm', arm });
      addPart(armName, name, arm.nodes, arm.arms);
    }
  }

  parts.declarations.forEach(addDeclaration);
  if (parts.steps.some(isEffect)) {
    const statements = parts.steps.flatMap((step) => (step.kind === 'statement' ? [step.node] : []));
    const found = readMentions(scope, statements, () => undefined, true);
    const touched = touchedByLoading(parts, blocks, found.references);
    const order = parts.steps.flatMap((step) => {
      if (step.kind === 'statement') return writeSyntax(ts, [step.node], () => false);
      if (step.kind === 'import') return ['imports', step.specifier];
      return isEffect(step) || touched.has(step.declaration) ? ['declares', step.declaration.name] : [];
    });
    add({ name: EFFECTS, hash: digestParts(order), eager: 'yes' }, found);
  }
  return { blocks, mentions, probed };
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

function withHeritage(found: Mentions, names: ReadonlySet<string>): Mentions {
  const references = found.references.map((one): Reference =>
    names.has(one.name) ? { ...one, use: 'heritage' } : one,
  );
  return { ...found, references };
}
