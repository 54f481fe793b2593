import type { ts as TypeScript } from 'ts-morph';
import type { SourceNames } from '../names/read-source-names';
import type { Ts } from '../syntax/compiler';
import { hasModifier } from '../syntax/syntax-parts';
import { openParser } from './open-parser';

type Node = TypeScript.Node;

export interface CheckedSource {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  readonly names: SourceNames;
  /** Its extension determines the syntax. */
  readonly path: string;
}

/**
 * The first error that the compiler's parser accepts and an engine or another compiler does not. The module then
 * fails to load as a whole, wherever the error is. A complete parser finds it. Three rules that this parser does not
 * have for TypeScript are checked here: which names may be exported, where an export may be, and regular expressions.
 */
export function findEarlyError({ ts, sourceFile, names, path }: CheckedSource): string | undefined {
  const state = openParser();
  if (state.kind === 'missing') return `oxc-parser can't be loaded: ${state.detail}`;
  return (
    state.parser.findError(sourceFile.text, path) ??
    exportError(ts, sourceFile, names) ??
    nodeError(ts, sourceFile)
  );
}

function exportError(ts: Ts, sourceFile: TypeScript.SourceFile, names: SourceNames): string | undefined {
  const [duplicate] = names.duplicates;
  if (duplicate !== undefined) return `Duplicate export '${duplicate}'.`;
  if (!sourceFile.statements.some((statement) => ts.isExportDeclaration(statement))) return undefined;
  const declared = topLevelNames(ts, sourceFile);
  for (const target of names.exports.values()) {
    if (target.kind === 'local' && !declared.has(target.name))
      return `Export '${target.name}' is not defined.`;
  }
  return undefined;
}

/** Names that the file declares in its top-level scope, including types. */
function topLevelNames(ts: Ts, sourceFile: TypeScript.SourceFile): Set<string> {
  ts.bindSourceFile(sourceFile, { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext });
  const { locals = new Map<string, unknown>() } = sourceFile as { locals?: ReadonlyMap<string, unknown> };
  const names = new Set<string>(['default', 'export=']);
  for (const name of locals.keys()) names.add(ts.unescapeLeadingUnderscores(name as TypeScript.__String));
  return names;
}

function nodeError(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  const visit = (node: Node): string | undefined => {
    if (ts.isRegularExpressionLiteral(node)) return expressionError(node.text);
    if (isMisplacedExport(ts, node)) return 'An export that is not at the top level.';
    return ts.forEachChild(node, visit);
  };
  return visit(sourceFile);
}

function isMisplacedExport(ts: Ts, node: Node): boolean {
  const { parent } = node;
  return (
    ts.isStatement(node) &&
    !ts.isSourceFile(parent) &&
    !ts.isModuleBlock(parent) &&
    hasModifier(ts, node, ts.SyntaxKind.ExportKeyword)
  );
}

function expressionError(literal: string): string | undefined {
  const end = literal.lastIndexOf('/');
  try {
    new RegExp(literal.slice(1, end), literal.slice(end + 1));
    return undefined;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}
