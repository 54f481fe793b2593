import type { Reference } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import type { CodeReferences } from '../references/collect-references';
import { unwrap } from '../syntax/syntax-parts';
import type { Declaration } from './split-declarations';

type Node = TypeScript.Node;

/**
 * Marks the names whose value may be the value of a declaration: a class that extends the declaration extends these
 * values.
 */
export function withHeritage(
  ts: Ts,
  { nodes, eager }: Pick<Declaration, 'nodes' | 'eager'>,
  found: CodeReferences,
): CodeReferences {
  // A block that runs code when it is loaded is a dependency anyway.
  if (eager === 'yes') return found;
  const aliased = eager === 'members' ? undefined : aliasedNames(ts, nodes);
  const references = found.references.map((one): Reference =>
    !aliased || aliased.has(one.name) ? { ...one, use: 'heritage' } : one,
  );
  return { ...found, references };
}

/** Names whose value a declaration uses unchanged. */
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
    else visit(ts.isExportAssignment(node) ? node.expression : node);
  }
  return names;
}
