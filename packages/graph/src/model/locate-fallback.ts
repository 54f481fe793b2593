import {
  type Fallback,
  type FallbackCause,
  fallbackCauses,
  parseBlockId,
  type RunnerSyntax,
  specifierOfFallback,
} from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { ModuleRules } from './module-rules';
import { readFallbackNodes } from './read-module-model';
import { fallbackCausesOfLoading } from './references/untraceable-packages';
import { type ParsedSource, parseSource, type Ts } from './syntax/compiler';
import { whileParsable } from './syntax/while-parsable';

type Node = TypeScript.Node;

const longestCode = 60;

/**
 * Adds the line and the code to the cause of a fallback. A cause that already has a line, or whose code is not found,
 * is returned unchanged.
 *
 * @param text of its module
 * @param syntax of all test runners
 */
export function locateFallback(fallback: Fallback, text: string, syntax: RunnerSyntax): Fallback {
  const { kind, module, line } = fallback;
  if (module === undefined || line !== undefined) return fallback;
  const found = isCauseOfCode(kind)
    ? findCode(text, { path: module, syntax }, fallback)
    : findSpecifier(text, specifierOfFallback(fallback));
  return { ...fallback, ...found };
}

function isCauseOfCode(kind: Fallback['kind']): kind is FallbackCause {
  return (fallbackCauses as readonly string[]).includes(kind);
}

function findCode(text: string, rules: ModuleRules, { kind, block }: Fallback): Partial<Fallback> {
  const id = block === undefined ? undefined : parseBlockId(block);
  const name = id?.kind === 'block' ? id.name : undefined;
  const cause = kind as FallbackCause;
  return whileParsable(
    () => {
      const parsed = parseSource(text, rules.path);
      const node = name === undefined ? undefined : readFallbackNodes(parsed, rules).get(name)?.get(cause);
      if (node) return describe(parsed, statementCode(parsed.ts, node));
      const load = findLoad(parsed, cause);
      return load ? describe(parsed, load) : {};
    },
    () => ({}),
  );
}

/** The call of a name rather than the name. */
function statementCode(ts: Ts, node: Node): Node {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node))
    return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node
      ? parent
      : ts.isPropertyAccessExpression(parent)
        ? statementCode(ts, parent)
        : node;
  return node;
}

/** An import or export that loads a package with this cause, whatever uses it. */
function findLoad({ ts, sourceFile }: ParsedSource, cause: FallbackCause): Node | undefined {
  return sourceFile.statements.find((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return false;
    const { moduleSpecifier } = statement;
    const specifier = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    return fallbackCausesOfLoading(specifier).includes(cause);
  });
}

function describe({ sourceFile }: ParsedSource, node: Node): Partial<Fallback> {
  const start = node.getStart(sourceFile);
  const line = sourceFile.getLineAndCharacterOfPosition(start).line + 1;
  const code = sourceFile.text.slice(start, node.end).replace(/\s+/g, ' ');
  return { line, subject: code.length > longestCode ? `${code.slice(0, longestCode - 1)}…` : code };
}

/** The position of a specifier as a literal. */
function findSpecifier(text: string, specifier: string | undefined): Partial<Fallback> {
  if (specifier === undefined) return {};
  const at = ["'", '"', '`']
    .map((quote) => text.indexOf(`${quote}${specifier}${quote}`))
    .filter((one) => one >= 0);
  if (at.length === 0) return {};
  return { line: text.slice(0, Math.min(...at)).split('\n').length };
}
