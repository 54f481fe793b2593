import type { RunnerSyntax } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { isModulePath } from '../model/model-path';
import { readSourceBlocks } from '../model/source-parts';
import { type ParsedSource, parseSource, type Ts } from '../model/syntax/compiler';
import { isErased, isFunctionNode } from '../model/syntax/syntax-parts';
import { whileParsable } from '../model/syntax/while-parsable';
import type { CodePositions } from './code-positions';
import { CoverageHints } from './coverage-hints';
import { findNodeBlocks } from './find-node-blocks';
import { PositionCollector } from './position-collector';

/**
 * Finds the functions, branches and statements of a module as Istanbul counts them, each with its block. Code that
 * comments exclude from coverage is left out.
 *
 * @param path its extension determines the syntax
 * @param syntax of all test runners
 * @returns `undefined` if the file is not a module that could be parsed
 */
export function readCodePositions(
  text: string,
  path: string,
  syntax: RunnerSyntax,
): CodePositions | undefined {
  if (!isModulePath(path)) return undefined;
  return whileParsable(
    () => readPositions(parseSource(text, path), path, syntax),
    () => undefined,
  );
}

function readPositions(parsed: ParsedSource, path: string, syntax: RunnerSyntax): CodePositions | undefined {
  const { ts, sourceFile } = parsed;
  const source = readSourceBlocks(parsed, path, syntax);
  if (!source) return undefined;
  const hints = new CoverageHints(sourceFile);
  const collector = new PositionCollector({ ts, sourceFile, blocks: findNodeBlocks(source), hints });
  if (!hints.ignoresFile) collector.collect();
  const { functions, branches, statements } = collector;
  return { functions, branches, statements, hasFunctions: hasFunction(ts, sourceFile) };
}

function hasFunction(ts: Ts, node: TypeScript.Node): boolean {
  if (isErased(ts, node)) return false;
  return (
    isFunctionNode(ts, node) || ts.forEachChild(node, (child) => hasFunction(ts, child) || undefined) === true
  );
}
