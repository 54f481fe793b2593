import { type BlockModel, digestParts, EFFECTS, EXPORTS, membersOf, optionsOf } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { CompiledExports } from '../compiled/compiled-statements';
import type { Ts } from '../syntax/compiler';
import type { OptionsInCode } from '../configuration/find-ignored-options';
import { instanceOnlyMembers, type PrivateMethods } from './instance-only-members';
import { withHeritage } from './heritage-references';
import { branchMarks } from './find-branches';
import type { CodeReferences, ReferenceScope } from '../references/collect-references';
import { readReferences } from '../references/read-references';
import { type Declaration, isEffect, type SourceParts } from './split-declarations';
import {
  definitionParts,
  type FunctionNode,
  hasModifier,
  isWithin,
  outermostFunctions,
} from '../syntax/syntax-parts';
import { writeSyntax } from '../syntax/write-syntax';
import { findProbedParts, type ProbedPart } from './probed-code';
import { touchedByLoading } from './touched-by-loading';

type Node = TypeScript.Node;

export interface SourceBlocks {
  readonly blocks: readonly BlockModel[];
  readonly references: readonly CodeReferences[];
  /** The code that can't be followed, by the name of its block. */
  readonly fallbackNodes: ReadonlyMap<string, CodeReferences['fallbackNodes']>;
  /** Names of the blocks for the members of classes, and of the blocks that contain private methods. */
  readonly members: readonly string[];
}

/**
 * Divides a module into blocks: declarations, each followed by the bodies in it and their branches, and the effects.
 * Blocks that contain a configuration have a second form, without the ignored options.
 */
export function readBlocks(
  scope: ReferenceScope,
  parts: SourceParts,
  privateMethods: PrivateMethods,
  { options, compiled }: BlockRules,
): SourceBlocks {
  const reader = new BlockReader(scope, parts, new Set([...privateMethods.values()].flat()), options);
  for (const declaration of parts.declarations) reader.addDeclaration(declaration);
  for (const [name, nodes] of privateMethods) reader.addPrivateMethods(name, nodes);
  if (parts.steps.some(isEffect)) reader.addEffects();
  if (compiled) reader.addExports([...compiled.statements.keys()]);
  return reader;
}

interface BlockRules {
  /** Set for a test configuration. */
  readonly options: OptionsInCode | undefined;
  /** Set for a CommonJS module that was compiled from an ES module. */
  readonly compiled: CompiledExports | undefined;
}

/** Reads the content of a block, without some of its parts. */
type ReadContent = (leftOut: ReadonlySet<Node>) => { readonly hash: string; readonly found: CodeReferences };

class BlockReader implements SourceBlocks {
  readonly blocks: BlockModel[] = [];
  readonly references: CodeReferences[] = [];
  readonly fallbackNodes = new Map<string, CodeReferences['fallbackNodes']>();
  readonly members: string[] = [];
  private readonly probed: ReadonlyMap<Declaration, readonly ProbedPart[]>;

  constructor(
    private readonly scope: ReferenceScope,
    private readonly parts: SourceParts,
    private readonly privateMethods: ReadonlySet<Node>,
    private readonly options: OptionsInCode | undefined,
  ) {
    this.probed = findProbedParts(scope, parts.declarations);
  }

  addDeclaration(declaration: Declaration): void {
    const { ts } = this.scope;
    const { name, nodes, eager } = declaration;
    const own = new Set<Node>(nodes.flatMap((node) => outermostFunctions(ts, node)));
    const late = eager === 'yes' ? undefined : instanceOnlyMembers(ts, nodes);
    if (late) this.addFrame({ name, nodes, eager }, late);
    const read: ReadContent = (leftOut) => {
      const { hash, found } = this.readDeclaration(nodes, own, leftOut);
      return { hash, found: withHeritage(ts, { nodes, eager }, found) };
    };
    if (late) {
      const { hash, found } = read(this.privateMethods);
      this.add({ name: membersOf(name), hash: this.withBrands(hash, late), eager: 'no' }, found);
    } else {
      const { hash, found } = read(new Set());
      this.add({ name, hash, eager }, found);
      this.addOptions(name, nodes, read);
    }
    for (const part of this.probed.get(declaration) ?? []) this.addPart(part);
  }

  /** Adds the definition of a class, without the members that can't be observed without the class or an instance. */
  private addFrame({ name, nodes, eager }: Declaration, late: ReadonlySet<Node>): void {
    const own = new Set<Node>(
      nodes.flatMap((node) => outermostFunctions(this.scope.ts, node)).filter((body) => !late.has(body)),
    );
    const { hash, found: named } = this.readDeclaration(nodes, own, late);
    const found = withHeritage(this.scope.ts, { nodes, eager }, named);
    const members = membersOf(name);
    this.members.push(members);
    this.add(
      { name, hash, eager },
      { ...found, references: [...found.references, { name: members, use: 'value' }] },
    );
  }

  /**
   * Adds whether a class has private methods. It is observable, because no object can get those of one class twice.
   */
  private withBrands(hash: string, late: ReadonlySet<Node>): string {
    const methods = [...late].filter((member) => this.privateMethods.has(member));
    const isStatic = (member: Node) =>
      hasModifier(this.scope.ts, member, this.scope.ts.SyntaxKind.StaticKeyword);
    return digestParts([hash, String(methods.some(isStatic)), String(!methods.every(isStatic))]);
  }

  /** How the methods of one private name are defined, in whichever class of the module. */
  addPrivateMethods(name: string, nodes: readonly Node[]): void {
    const { hash, found } = this.readDeclaration(nodes, new Set(nodes));
    this.members.push(name);
    this.add({ name, hash, eager: 'no' }, found);
  }

  /** @param leftOut parts that count elsewhere, such as functions with their own blocks */
  private readDeclaration(
    nodes: readonly Node[],
    own: ReadonlySet<Node>,
    leftOut: ReadonlySet<Node> = new Set(),
  ): { readonly hash: string; readonly found: CodeReferences } {
    const { ts } = this.scope;
    const hash = digestParts([
      ...nodes.flatMap((node) => variableKind(ts, node)),
      ...writeSyntax(ts, nodes, (node) => own.has(node), withoutText(leftOut)),
    ]);
    const partsOf = (node: Node) => {
      if (leftOut.has(node)) return [];
      return own.has(node) ? definitionParts(ts, node as FunctionNode) : undefined;
    };
    return { hash, found: readReferences(this.scope, { nodes, partsOf, isLoading: true }) };
  }

  /** Adds the top-level statements, in the order in which loading evaluates them. */
  addEffects(): void {
    const { ts } = this.scope;
    const { steps } = this.parts;
    // Some compilers to CommonJS write imports after code that runs.
    const isMixed = steps.slice(steps.findIndex(isEffect)).some(({ kind }) => kind === 'import');
    const nodes = steps.flatMap((step) => (step.kind === 'statement' ? [step.node] : []));
    const read: ReadContent = (leftOut) => {
      const partsOf = (node: Node) => (leftOut.has(node) ? [] : undefined);
      const found = readReferences(this.scope, { nodes, partsOf, isLoading: true });
      const touched = touchedByLoading(this.parts, this.blocks, found.references, this.members);
      const order = steps.flatMap((step) => {
        switch (step.kind) {
          case 'statement':
            return writeSyntax(ts, [step.node], () => false, withoutText(leftOut));
          case 'import':
            return isMixed ? ['imports', step.specifier] : [];
          case 'export':
            return ['exports', ...writeSyntax(ts, [step.node], () => false)];
          case 'declaration':
            return isEffect(step) || touched.has(step.declaration) ? ['declares', step.declaration.name] : [];
        }
      });
      return { hash: digestParts(order), found };
    };
    const { hash, found } = read(new Set());
    this.add({ name: EFFECTS, hash, eager: 'yes' }, found);
    this.addOptions(EFFECTS, nodes, read);
  }

  /**
   * Adds the statements of a compiled module that define its exports and load others, in the order in which they run.
   */
  addExports(nodes: readonly Node[]): void {
    const { ts } = this.scope;
    const hash = digestParts(writeSyntax(ts, nodes, () => false));
    const found = readReferences(this.scope, { nodes, partsOf: () => undefined, isLoading: true });
    const { references, dependencies, fallbackCauses } = found;
    this.blocks.push({ name: EXPORTS, hash, eager: 'exports', references, dependencies, fallbackCauses });
  }

  /** Adds the second form of a block, which counts if a test runner uses the block's content as its configuration. */
  private addOptions(name: string, nodes: readonly Node[], read: ReadContent): void {
    const { options } = this;
    if (options === undefined || !nodes.some((node) => isWithin(options.configuration, node))) return;
    const { hash, found } = read(options.ignored);
    this.add({ name: optionsOf(name), hash, eager: 'no' }, found);
  }

  private addPart({ name, parent, nodes, branches, parts }: ProbedPart): void {
    const { ts } = this.scope;
    const branched = branchMarks(ts, branches);
    const read: ReadContent = (leftOut) => {
      const marks = new Map([...branched, ...withoutText(leftOut)]);
      const hash = digestParts(writeSyntax(ts, nodes, () => false, marks));
      const partsOf = (node: Node) => (marks.has(node) ? [] : undefined);
      return { hash, found: readReferences(this.scope, { nodes, partsOf, isLoading: false }) };
    };
    const { hash, found } = read(new Set());
    this.add({ name, parent, hash, eager: 'no' }, found);
    this.addOptions(name, nodes, read);
    for (const part of parts) this.addPart(part);
  }

  private add(block: Pick<BlockModel, 'name' | 'parent' | 'hash' | 'eager'>, found: CodeReferences): void {
    const { references, dependencies, fallbackCauses } = found;
    this.references.push(found);
    if (found.fallbackNodes.size > 0) this.fallbackNodes.set(block.name, found.fallbackNodes);
    this.blocks.push({ ...block, references, dependencies, fallbackCauses });
  }
}

/** Nothing is written for parts that are left out. */
function withoutText(parts: ReadonlySet<Node>): ReadonlyMap<Node, readonly string[]> {
  return new Map([...parts].map((node) => [node, []]));
}

/** `const`, `let` and `var` differ in the allowed uses of a name. */
function variableKind(ts: Ts, node: Node): string[] {
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
    ? [String(node.parent.flags & ts.NodeFlags.BlockScoped)]
    : [];
}
