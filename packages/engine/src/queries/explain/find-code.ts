import { bodyOf, type Failure, failed, isOptionsBlock, type ModuleModel } from '@nx-testmon/core';
import { findBlocksOfLine, locateBlocks, readModuleModel } from '@nx-testmon/graph';
import { nearestNames } from '../../nearest-name';
import { runnerSyntax } from '../../test-runners/runner-syntax';
import { functionsOf } from './group-dependencies';

/** The code to explain: a file, or the code at a name or a line of it. */
export interface CodeRequest {
  /** Relative to the workspace root. */
  readonly file: string;
  /** A name as blocks have it: `total`, `total()`, `Cart`, `Cart.total()`, `Cart.total()/then`. */
  readonly name?: string;
  /** From 1. */
  readonly line?: number;
}

/** A function or a method. */
export interface FoundFunction {
  /** Name of its block, such as `Cart.total()`. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/** The code that a request names. */
export interface FoundCode {
  readonly file: string;
  /** True for a whole file, false for a part of a module. */
  readonly isWholeFile: boolean;
  /**
   * Names of the requested blocks: functions and branches if the code has any. Empty for a file that is not a
   * module.
   */
  readonly blocks: readonly string[];
  /** Line of the first block; absent for a whole file. */
  readonly line?: number;
  /** Branches that start on the requested line, in addition to the blocks. */
  readonly branches: readonly string[];
  /** The blocks that have probes: functions and branches. */
  readonly parts: ReadonlySet<string>;
  /** All functions among the blocks. */
  readonly functions: readonly FoundFunction[];
}

const namesShown = 5;

/**
 * Finds the blocks that a name or a line stands for.
 *
 * @param text of the file
 */
export function findCode(
  text: string,
  request: CodeRequest,
): { readonly ok: true; readonly code: FoundCode } | Failure {
  const { file, name, line } = request;
  const model = readModuleModel(text, file, runnerSyntax);
  const located = locateBlocks(text, file, runnerSyntax) ?? [];
  const lines = new Map(located.map((one) => [one.name, one.line]));
  const found = (blocks: readonly string[], branches: readonly string[] = []): FoundCode => {
    const first = lines.get(blocks[0] ?? '');
    const all = new Set(functionsOf(model));
    const withParents = model.blocks.filter(({ parent }) => parent !== undefined).map((one) => one.name);
    return {
      file,
      isWholeFile: name === undefined && line === undefined,
      blocks,
      branches,
      parts: new Set(withParents),
      ...(first === undefined || (name === undefined && line === undefined) ? {} : { line: first }),
      functions: blocks
        .filter((one) => all.has(one))
        .map((one) => ({ name: one, line: lines.get(one) ?? 1 })),
    };
  };
  if (line !== undefined) {
    const { blocks, branches } = findBlocksOfLine(located, text, line);
    if (blocks.length === 0) return failed({ kind: 'no-code-at-line', file, line });
    return { ok: true, code: found(blocks, branches) };
  }
  if (name === undefined) return { ok: true, code: found(partsOf(model)) };
  const blocks = blocksOfName(model, name);
  if (blocks) return { ok: true, code: found(blocks) };
  return failed({
    kind: 'unknown-code',
    file,
    name,
    nearest: nearestNames(name, suggestionsFor(model), namesShown),
  });
}

/** A declaration stands for its functions, if it has any. */
function blocksOfName(model: ModuleModel, name: string): readonly string[] | undefined {
  const known = new Set(namesOf(model));
  const block = [name, bodyOf(name)].find((one) => known.has(one));
  if (block === undefined) return undefined;
  const functions = functionsOf(model);
  if (functions.includes(block)) return [block];
  const parents = new Map(model.blocks.map((one) => [one.name, one.parent]));
  const own = functions.filter((one) => parents.get(one) === block);
  return own.length > 0 ? own : [block];
}

/**
 * Functions, and declarations without functions. Branches have names too, but these are generated and are not
 * suggested.
 */
function suggestionsFor(model: ModuleModel): readonly string[] {
  const functions = new Set(functionsOf(model));
  const parents = new Map(model.blocks.map((one) => [one.name, one.parent]));
  const declarations = namesOf(model).filter(
    (name) => parents.get(name) === undefined && !functions.has(bodyOf(name)),
  );
  return [...functions, ...declarations];
}

/**
 * The executable parts of a module: its functions, or if it has none, the code that runs when it is loaded.
 */
function partsOf(model: ModuleModel): readonly string[] {
  const functions = functionsOf(model);
  return functions.length > 0 ? functions : namesOf(model);
}

function namesOf({ blocks }: ModuleModel): readonly string[] {
  return blocks.map(({ name }) => name).filter((name) => !isOptionsBlock(name));
}
