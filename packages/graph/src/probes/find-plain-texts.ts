import { probePattern } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { parseSource, type Ts } from '../model/syntax/compiler';

type Node = TypeScript.Node;

/** A function or class in a text. */
interface FoundFunction {
  readonly kind: TypeScript.SyntaxKind;
  /** The text that `Function.prototype.toString` returns. */
  readonly text: string;
}

/**
 * Maps the texts of the functions in a module with probes to their texts without probes. Printers format code with
 * probes differently, so probes can't be cut out. Instead, the text is found at the same place in the module that the
 * same transforms made of the source without probes.
 *
 * @param code a module with probes, after all transforms
 * @param plain the same module without probes, after the same transforms
 * @returns an empty map if the two don't have the same functions
 */
export function findPlainTexts(code: string, plain: string): ReadonlyMap<string, string> {
  const [functions, others] = [code, plain].map(functionsIn) as [FoundFunction[], FoundFunction[]];
  const isSame =
    functions.length === others.length && functions.every(({ kind }, at) => others[at]?.kind === kind);
  if (!isSame) return new Map();
  return new Map(
    functions.flatMap(({ text }, at) => (probePattern.test(text) ? [[text, others[at]!.text]] : [])),
  );
}

/** All functions in source order, without those that probes call. */
function functionsIn(code: string): FoundFunction[] {
  const { ts, sourceFile } = parseSource(code, 'module.js');
  const found: FoundFunction[] = [];
  const visit = (node: Node): void => {
    if (ts.isFunctionDeclaration(node) && probePattern.test(node.name?.text ?? '')) return;
    if (isFunctionOrClass(ts, node)) {
      const start = startOf(ts, node, sourceFile);
      found.push({ kind: node.kind, text: sourceFile.text.slice(start, node.getEnd()) });
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function isFunctionOrClass(ts: Ts, node: Node): node is TypeScript.FunctionLikeDeclaration {
  return ts.isClassLike(node) || (ts.isFunctionLike(node) && (node as { body?: Node }).body !== undefined);
}

/** The start of the text of a function. `export`, `static` and decorators are not part of it; `async` is. */
function startOf(
  ts: Ts,
  node: TypeScript.FunctionLikeDeclaration,
  sourceFile: TypeScript.SourceFile,
): number {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const async = modifiers.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (async) return async.getStart(sourceFile);
  const isModifier = ({ pos, end }: Node) => node.modifiers?.pos === pos && node.modifiers.end === end;
  const first = node.getChildren(sourceFile).find((child) => !ts.isJSDoc(child) && !isModifier(child));
  return (first ?? node).getStart(sourceFile);
}
