import type { InstrumentedModule } from '@nx-testmon/core';
import type MagicString from 'magic-string';
import type { ts as TypeScript } from 'ts-morph';
import { type Ts, withParsedSource } from '../model/compiler';
import { isModulePath } from '../model/model-path';
import { readBodies } from '../model/read-module-model';
import type { FunctionNode } from '../model/syntax-parts';

const probe = '__nxTestmonProbe';

/**
 * Writes a probe at the start of every function body that has a block of its own, on the line where the body
 * starts, and one at the start of the module. Probe n marks byte n of
 * `globalThis.__nxTestmonSeen.get(id)`, an array that the first probe of a module makes. The probe itself
 * is a function declaration: it is there before anything of the module runs, import cycles included.
 *
 * @param path decides the syntax by its extension
 * @param id under which the module's marks are found
 * @returns `undefined` where there is nothing to be seen: no bodies, or no module that could be parsed
 */
export function insertProbes(text: string, path: string, id: string): InstrumentedModule | undefined {
  if (!isModulePath(path)) return undefined;
  try {
    return withParsedSource(text, path, (parsed) => {
      const bodies = readBodies(parsed, path);
      if (!bodies || bodies.size === 0) return undefined;
      const { ts, sourceFile } = parsed;
      // Loaded late, as the compiler is: a run that finds all its modules in the cache needs neither.
      const { default: Code } = require('magic-string') as typeof import('magic-string');
      const code = new Code(sourceFile.text);
      const start = startOfStatements(ts, sourceFile.statements);
      if (start === undefined) return undefined;
      code.appendLeft(start, `${probe}(-1);`);
      [...bodies.values()].forEach((body, index) => insertProbe(ts, code, sourceFile, body, index));
      code.append(`\n;${probeFunction(id, bodies.size)}`);
      const map = code.generateMap({ source: path, includeContent: true, hires: 'boundary' });
      return { code: code.toString(), map: map.toString(), blocks: [...bodies.keys()] };
    });
  } catch {
    // As in the model: syntax that is nested too deep. Without probes the module counts as a whole.
    return undefined;
  }
}

function insertProbe(
  ts: Ts,
  code: MagicString,
  sourceFile: TypeScript.SourceFile,
  { body }: FunctionNode,
  index: number,
): void {
  if (!ts.isBlock(body)) {
    code.appendRight(body.getStart(sourceFile), `(${probe}(${index}),`);
    code.appendLeft(body.getEnd(), ')');
    return;
  }
  const directives = body.statements.filter((statement) => isDirective(ts, statement));
  const last = directives.at(-1);
  if (last) code.appendLeft(last.getEnd(), `;${probe}(${index});`);
  else code.appendLeft(body.getStart(sourceFile) + 1, `${probe}(${index});`);
}

/** Where the first statement starts that is no directive. */
function startOfStatements(ts: Ts, statements: readonly TypeScript.Statement[]): number | undefined {
  return statements.find((statement) => !isDirective(ts, statement))?.getStart();
}

function isDirective(ts: Ts, statement: TypeScript.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function probeFunction(id: string, count: number): string {
  const key = JSON.stringify(id);
  const all = '(globalThis.__nxTestmonSeen??=new Map())';
  const make = `${all}.set(${key},new Uint8Array(${count})).get(${key})`;
  return `function ${probe}(i){(${probe}.seen??=${all}.get(${key})??${make})[i]=1}\n`;
}
