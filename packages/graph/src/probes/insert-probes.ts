import { type InstrumentedModule, probeName, type RunnerSyntax } from '@nx-testmon/core';
import type MagicString from 'magic-string';
import type { ts as TypeScript } from 'ts-morph';
import { type ParsedSource, parseSource, type Ts } from '../model/syntax/compiler';
import { isModulePath } from '../model/model-path';
import type { Branch } from '../model/blocks/find-branches';
import type { ProbedCode } from '../model/blocks/probed-code';
import { readSourceBlocks } from '../model/source-parts';
import { isDirective, isErased } from '../model/syntax/syntax-parts';
import { whileParsable } from '../model/syntax/while-parsable';
import { moduleProbe, probeEnd, textProbe } from './probe-code';

type Node = TypeScript.Node;

const coverageHint = /^\/[/*]+\s*(?:istanbul|v8|c8|node:coverage)\s+ignore\b/;

/**
 * Writes a probe at the start of everything that has its own block and may run or not (bodies of functions, their
 * branches), on the line where it starts, and one at the start of the module. Probe n marks byte n of
 * `globalThis.__nxTestmonSeen.get(id)`, an array that the first probe of a module creates. The probe itself is a
 * function declaration, so it exists before any code of the module runs, even in import cycles. All other functions
 * get a probe that counts nothing: it shows in the text of the function which module contains it.
 *
 * @param path its extension determines the syntax
 * @param id under which the module's marks are found
 * @param syntax of all test runners
 * @returns `undefined` if there is no function, or the file is not a module that could be parsed
 */
export function insertProbes(
  text: string,
  path: string,
  id: string,
  syntax: RunnerSyntax,
): InstrumentedModule | undefined {
  if (!isModulePath(path)) return undefined;
  // Without probes the module counts as a whole.
  return whileParsable(
    () => instrument(parseSource(text, path), { path, id, syntax }),
    () => undefined,
  );
}

interface ProbeRules {
  readonly path: string;
  readonly id: string;
  readonly syntax: RunnerSyntax;
}

function instrument(parsed: ParsedSource, { path, id, syntax }: ProbeRules): InstrumentedModule | undefined {
  const { ts, sourceFile } = parsed;
  const probed = readSourceBlocks(parsed, path, syntax)?.probed;
  const first = sourceFile.statements.find((statement) => !isDirective(ts, statement));
  if (!probed || first === undefined) return undefined;
  const others = otherFunctions(ts, sourceFile, probed);
  if (probed.size + others.length === 0) return undefined;
  // Loaded late, like the compiler: a run that finds all its modules in the cache needs neither.
  const { default: Code } = require('magic-string') as typeof import('magic-string');
  const code = new Code(sourceFile.text);
  const probe = probeName(id);
  const inserter = { ts, code, sourceFile };
  code.appendLeft(findHint(inserter, first)?.pos ?? first.getStart(sourceFile), `${probe}(${moduleProbe});`);
  const counted = [...probed.values()].map((one, index) => ({ one, call: `${probe}(${index})` }));
  const named = others.map((one) => ({ one, call: `${probe}(${textProbe})` }));
  // Inner ones first: if two end at the same position, the end of the inner one comes first.
  const calls = [...counted, ...named].sort((one, other) => startOf(other.one) - startOf(one.one));
  for (const { one, call } of calls) insertProbe(inserter, one, call);
  code.append(probeEnd(id, probed.size));
  const map = code.generateMap({ source: path, includeContent: true, hires: 'boundary' });
  return { code: code.toString(), map: map.toString(), blocks: [...probed.keys()] };
}

/**
 * Functions without their own block: functions inside others and in top-level statements. Statements are left out if
 * Node finds the names that a CommonJS module exports by their exact text.
 */
function otherFunctions(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  probed: ReadonlyMap<string, ProbedCode>,
): ProbedCode[] {
  const known = new Set([...probed.values()].flatMap((one) => (one.kind === 'body' ? [one.body] : [])));
  const found: ProbedCode[] = [];
  const visit = (node: Node): void => {
    if (isErased(ts, node) || isExportStatement(ts, node)) return;
    const { body } = node as { readonly body?: Node };
    if (ts.isFunctionLike(node) && body && !known.has(body)) found.push({ kind: 'body', body });
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

/** `Object.defineProperty(exports, 'a', …)` and `Object.keys(a).forEach(…)`, as compilers write them. */
function isExportStatement(ts: Ts, node: Node): boolean {
  if (!ts.isExpressionStatement(node) || !ts.isSourceFile(node.parent)) return false;
  const { expression: call } = node;
  return ts.isCallExpression(call) && /^Object\.(?:defineProperty|keys)\b/.test(call.getText());
}

function startOf(probed: ProbedCode): number {
  return probed.kind === 'body' ? probed.body.pos : probed.branch.nodes[0]!.pos;
}

interface Inserter {
  readonly ts: Ts;
  readonly code: MagicString;
  readonly sourceFile: TypeScript.SourceFile;
}

function insertProbe(inserter: Inserter, probed: ProbedCode, call: string): void {
  if (probed.kind === 'branch') return insertIntoBranch(inserter, probed.branch, call);
  const { ts, code, sourceFile } = inserter;
  const { body } = probed;
  if (!ts.isBlock(body)) return wrap(inserter, body, `(${call},`, ')');
  const last = body.statements.filter((statement) => isDirective(ts, statement)).at(-1);
  if (last) code.appendLeft(last.getEnd(), `;${call};`);
  else code.appendLeft(body.getStart(sourceFile) + 1, `${call};`);
}

function insertIntoBranch(inserter: Inserter, { form, nodes }: Branch, call: string): void {
  const { code, sourceFile } = inserter;
  const [first] = nodes as readonly [Node, ...Node[]];
  const start = first.getStart(sourceFile);
  switch (form) {
    case 'expression':
      wrap(inserter, first, `(${call},`, ')');
      break;
    case 'statement':
      wrap(inserter, first, `{${call};`, '}');
      break;
    case 'block':
      code.appendRight(start + 1, `${call};`);
      break;
    case 'list':
      // The code before may not end with a semicolon.
      code.appendRight(findHint(inserter, first) ? first.pos : start, `;${call};`);
      break;
    default:
      form satisfies never;
  }
}

/**
 * The comment before a statement that makes a coverage tool ignore it. A probe between the two would be ignored
 * instead.
 */
function findHint({ ts, sourceFile }: Inserter, statement: Node): TypeScript.CommentRange | undefined {
  const comments = ts.getLeadingCommentRanges(sourceFile.text, statement.pos) ?? [];
  return comments.find(({ pos, end }) => coverageHint.test(sourceFile.text.slice(pos, end)));
}

function wrap({ code, sourceFile }: Inserter, node: Node, before: string, after: string): void {
  code.appendRight(node.getStart(sourceFile), before);
  code.appendLeft(node.getEnd(), after);
}
