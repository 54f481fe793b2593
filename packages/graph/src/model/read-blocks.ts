import { type BlockModel, digestParts, EFFECTS } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { evaluationOf, evaluationOfClass, strongest } from './evaluation';
import { type Mentions, type MentionScope, readMentions } from './read-mentions';
import { boundNames } from './source-names';
import { callParts, definitionParts, type FunctionNode, hasModifier, isErased, isFunctionNode, outermostFunctions } from './syntax-parts';
import { writeSyntax } from './write-syntax';

type Node = TypeScript.Node;

export interface SourceBlocks {
  readonly blocks: readonly BlockModel[];
  /** Local name → block. */
  readonly declarations: ReadonlyMap<string, string>;
  readonly mentions: readonly Mentions[];
}

/** One top-level declaration, or several of one name that make one thing (overloads, merged enums). */
interface Declaration {
  readonly name: string;
  readonly nodes: Node[];
  eager: BlockModel['eager'];
}

/** The top-level statements of a file: declarations by name, and the rest in order. */
export interface SourceParts {
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Local name → declaration, where a pattern declares several names. */
  readonly names: ReadonlyMap<string, string>;
  /** Statements with effects, and names of declarations that run code, in source order. */
  readonly effects: readonly (Node | string)[];
}

export function splitSource(ts: Ts, sourceFile: TypeScript.SourceFile): SourceParts {
  const declarations = new Map<string, Declaration>();
  const names = new Map<string, string>();
  const effects: (Node | string)[] = [];

  function declare(locals: readonly string[], node: Node, eager: BlockModel['eager'], prefix: readonly Node[] = []): void {
    const [first] = locals;
    if (first === undefined) return void effects.push(node);
    const name = names.get(first) ?? first;
    const known = declarations.get(name);
    if (known) {
      known.nodes.push(...prefix, node);
      known.eager = strongest([known.eager, eager]);
    } else declarations.set(name, { name, nodes: [...prefix, node], eager });
    for (const local of locals) names.set(local, name);
    if (eager === 'yes') effects.push(name);
  }

  for (const statement of sourceFile.statements) {
    if (isErased(ts, statement) || ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) continue;
    if (ts.isFunctionDeclaration(statement)) declare([statement.name?.text ?? 'default'], statement, 'no');
    else if (ts.isClassDeclaration(statement)) {
      declare([statement.name?.text ?? 'default'], statement, evaluationOfClass(ts, statement));
    } else if (ts.isEnumDeclaration(statement)) {
      const members = statement.members.map(({ initializer }) => evaluationOf(ts, initializer));
      declare([statement.name.text], statement, members.every((one) => one === 'no') ? 'no' : 'yes');
    } else if (ts.isVariableStatement(statement)) declareVariables(statement.declarationList);
    else if (ts.isExportAssignment(statement)) {
      const isEquals = statement.isExportEquals === true;
      declare([isEquals ? 'export=' : 'default'], statement, isEquals ? 'yes' : evaluationOf(ts, statement.expression));
    } else if (ts.isModuleDeclaration(statement)) declare([statement.name.text], statement, 'yes');
    else if (ts.isImportEqualsDeclaration(statement)) {
      if (!statement.isTypeOnly && !ts.isExternalModuleReference(statement.moduleReference)) {
        declare([statement.name.text], statement, 'yes');
      }
    } else effects.push(statement);
  }
  return { declarations, names, effects };

  function declareVariables(list: TypeScript.VariableDeclarationList): void {
    for (const declaration of list.declarations) {
      const isPattern = !ts.isIdentifier(declaration.name);
      const isUsing = (list.flags & ts.NodeFlags.Using) !== 0 && (list.flags & ts.NodeFlags.Const) === 0;
      const eager = isPattern || isUsing ? 'yes' : evaluationOf(ts, declaration.initializer);
      declare(boundNames(ts, declaration.name), declaration, eager);
    }
  }
}

export function readBlocks(scope: MentionScope, parts: SourceParts): SourceBlocks {
  const { ts } = scope;
  const blocks: BlockModel[] = [];
  const mentions: Mentions[] = [];
  const taken = new Set<string>();

  function add(block: Omit<BlockModel, 'references' | 'dependencies' | 'doubts'>, found: Mentions): void {
    const { references, dependencies, doubts } = found;
    mentions.push(found);
    blocks.push({ ...block, references, dependencies, doubts });
  }

  function uniqueName(wanted: string): string {
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}(${count})`;
    taken.add(name);
    return name;
  }

  for (const name of parts.declarations.keys()) taken.add(name);
  for (const { name, nodes, eager } of parts.declarations.values()) {
    const bodies = nodes.flatMap((node) => outermostFunctions(ts, node));
    const own = new Set<Node>(bodies);
    const isLeftOut = (node: Node) => own.has(node);
    const definition = (node: Node) => (own.has(node) ? definitionParts(ts, node as FunctionNode) : undefined);
    const binding = nodes.flatMap((node) => variableKind(ts, node));
    const hash = digestParts([name, ...binding, ...writeSyntax(ts, nodes, isLeftOut)]);
    add({ name, hash, eager }, readMentions(scope, nodes, definition));
    for (const body of bodies) {
      const inner = callParts(ts, body);
      const bodyHash = digestParts(writeSyntax(ts, inner, () => false));
      const bodyName = uniqueName(nameOfBody(ts, name, body, nodes));
      // Types of decorated constructors are emitted as values: they are read with the class.
      add({ name: bodyName, parent: name, hash: bodyHash, eager: 'no' }, readMentions(scope, inner, () => undefined));
    }
  }

  if (parts.effects.length > 0) {
    const statements = parts.effects.filter((part) => typeof part !== 'string');
    const order = parts.effects.flatMap((part) => (typeof part === 'string' ? ['declares', part] : writeSyntax(ts, [part], () => false)));
    add({ name: EFFECTS, hash: digestParts(order), eager: 'yes' }, readMentions(scope, statements, () => undefined));
  }
  return { blocks, declarations: parts.names, mentions };
}

/** `const`, `let` and `var` differ in what may be done with a name. */
function variableKind(ts: Ts, node: Node): string[] {
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
    ? [String(node.parent.flags & ts.NodeFlags.BlockScoped)]
    : [];
}

/** `f` → `f()`, a member `m` of `A` → `A.m()`, a getter → `A.get m()`; what has no name is the declaration's own. */
function nameOfBody(ts: Ts, declaration: string, body: FunctionNode, nodes: readonly Node[]): string {
  const path: string[] = [];
  for (let node: Node = body; !nodes.includes(node); node = node.parent) {
    const label = labelOf(ts, node);
    if (label !== undefined) path.unshift(label);
  }
  return `${[declaration, ...path].join('.')}()`;
}

function labelOf(ts: Ts, node: Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const prefix = [
    ts.canHaveModifiers(node) && hasModifier(ts, node, ts.SyntaxKind.StaticKeyword) ? 'static ' : '',
    ts.isGetAccessor(node) ? 'get ' : ts.isSetAccessor(node) ? 'set ' : '',
  ].join('');
  if (ts.isClassElement(node) || ts.isPropertyAssignment(node) || isFunctionNode(ts, node)) {
    const { name } = node;
    if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name))) return prefix + name.text;
  }
  return undefined;
}
