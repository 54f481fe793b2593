import { EFFECTS, EXPORTS, type RunnerSyntax } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { ProbedCode } from '../model/blocks/probed-code';
import { isModulePath } from '../model/model-path';
import { readSourceBlocks } from '../model/source-parts';
import { type ParsedSource, parseSource, type Ts } from '../model/syntax/compiler';
import { whileParsable } from '../model/syntax/while-parsable';

type Node = TypeScript.Node;

/** The position of a block in the text of its module. A function starts at its name or parameters, not at its body. */
export interface LocatedBlock {
  readonly name: string;
  /** `module`: it is evaluated when the module is loaded. */
  readonly kind: 'function' | 'branch' | 'module';
  /** 1-based line of the start. */
  readonly line: number;
  /** Offset of the first character; `end` is the offset after the last one. */
  readonly start: number;
  readonly end: number;
}

/**
 * The blocks of a module with their positions in its text. A block with separate statements is listed once per range.
 *
 * @param path its extension determines the syntax
 * @param syntax of all test runners
 * @returns `undefined` if the file is not a module that could be parsed
 */
export function locateBlocks(
  text: string,
  path: string,
  syntax: RunnerSyntax,
): readonly LocatedBlock[] | undefined {
  if (!isModulePath(path)) return undefined;
  return whileParsable(
    () => locate(parseSource(text, path), path, syntax),
    () => undefined,
  );
}

function locate(parsed: ParsedSource, path: string, syntax: RunnerSyntax): LocatedBlock[] | undefined {
  const { ts, sourceFile } = parsed;
  const source = readSourceBlocks(parsed, path, syntax);
  if (!source) return undefined;
  const at = (name: string, kind: LocatedBlock['kind'], first: Node, last: Node): LocatedBlock => {
    const start = first.getStart(sourceFile);
    return {
      name,
      kind,
      start,
      end: last.end,
      line: sourceFile.getLineAndCharacterOfPosition(start).line + 1,
    };
  };
  const declared = source.parts.declarations.flatMap(({ name, nodes }) =>
    nodes.map((node) => at(name, 'module', startOfDeclaration(ts, node), node)),
  );
  const evaluated = source.parts.steps.flatMap((step) => {
    if (step.kind === 'statement') return [at(EFFECTS, 'module', step.node, step.node)];
    return step.kind === 'export' ? [at(EXPORTS, 'module', step.node, step.node)] : [];
  });
  const probed = [...source.probed].map(([name, one]) => {
    const { first, last } = nodesOf(one);
    return at(name, one.kind === 'body' ? 'function' : 'branch', first, last);
  });
  return [...declared, ...evaluated, ...probed];
}

/** The keyword in front of the first of several variables belongs to it. */
function startOfDeclaration(ts: Ts, node: Node): Node {
  const { parent } = node;
  const isFirst =
    ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(parent) && parent.declarations[0] === node;
  if (!isFirst) return node;
  return ts.isVariableStatement(parent.parent) ? parent.parent : parent;
}

function nodesOf(probed: ProbedCode): { readonly first: Node; readonly last: Node } {
  if (probed.kind === 'body') return { first: probed.body.parent, last: probed.body };
  const { nodes } = probed.branch;
  return { first: nodes[0]!, last: nodes.at(-1)! };
}
