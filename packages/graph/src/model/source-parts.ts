import type { RunnerSyntax } from '@nx-testmon/core';
import { findProbedParts, type ProbedCode, probedByName } from './blocks/probed-code';
import { readLoadScope } from './blocks/load-scope';
import { type SourceParts, splitSource } from './blocks/split-declarations';
import { readCompiledExports } from './compiled/compiled-exports';
import type { CompiledExports } from './compiled/compiled-statements';
import { findEarlyError } from './early-errors/find-early-error';
import { isDeclarationPath } from './model-path';
import { readSourceNames, type SourceNames } from './names/read-source-names';
import type { ParsedSource } from './syntax/compiler';

/** A file that the compiler has parsed. */
export type SyntaxTree = Pick<ParsedSource, 'ts' | 'sourceFile'>;

/** Where the blocks of a file are. */
export interface ProbedSource {
  readonly parts: SourceParts;
  /** Bodies of functions, and the branches in them, by the name of their block, in the order of the blocks. */
  readonly probed: ReadonlyMap<string, ProbedCode>;
}

/**
 * The blocks of a parsed file: its declarations, and the code whose execution a probe records; `undefined` if the
 * file is one block. The content of the blocks is not read.
 *
 * @param syntax of all test runners
 */
export function readSourceBlocks(
  parsed: ParsedSource,
  path: string,
  syntax: RunnerSyntax,
): ProbedSource | undefined {
  const { ts, sourceFile } = parsed;
  const written = readSourceNames(ts, sourceFile);
  const isWholeFile =
    isDeclarationPath(path) || (parsed.problem ?? findProblem(parsed, path, written)) !== undefined;
  if (isWholeFile) return undefined;
  const { names, compiled } = compiledNames(parsed, written, path);
  const parts = readParts(parsed, names, compiled);
  return { parts, probed: probedByName(findProbedParts({ ts, syntax }, parts.declarations)) };
}

/** Why a file that the compiler has parsed is one block. */
export function findProblem(
  { ts, sourceFile }: SyntaxTree,
  path: string,
  names: SourceNames,
): string | undefined {
  return isDeclarationPath(path) ? undefined : findEarlyError({ ts, sourceFile, names, path });
}

/** For a CommonJS module that was compiled from an ES module, returns the names of the ES module. */
export function compiledNames(
  { ts, sourceFile }: SyntaxTree,
  written: SourceNames,
  path: string,
): { readonly names: SourceNames; readonly compiled: CompiledExports | undefined } {
  const compiled = readCompiledExports(ts, sourceFile, path);
  return { compiled, names: compiled ? { ...compiled, duplicates: [] } : written };
}

/** Splits a file into the parts from which its blocks are created. */
export function readParts(
  { ts, sourceFile }: SyntaxTree,
  names: SourceNames,
  compiled: CompiledExports | undefined,
): SourceParts {
  const imported = new Set(compiled ? [] : names.bindings.keys());
  return splitSource(readLoadScope(ts, sourceFile, imported), sourceFile, compiled);
}
