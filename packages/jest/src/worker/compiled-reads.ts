import type { ReadTrace } from '@nx-testmon/core';
import { tracedProcess } from '@nx-testmon/runner';
import type { Transformed } from './transformer-api';

const name = '__nxTestmonCompiled';

/** What comes before the first statement that is no directive. */
const prologue = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/|(?:'[^'\n\\]*'|"[^"\n\\]*")[ \t]*(?:;|\n))*/;

/**
 * Compiles a module. What is read meanwhile, a plugin's data for example, decides what comes out of it; but Jest
 * keeps what comes out, and reads it the next time instead. So it is written into the compiled module, which says it
 * to each test file that loads it. Other modules may profit from what a plugin has read once: each says all of it.
 */
export function compileTraced<Result extends Transformed | Promise<Transformed>>(
  path: string,
  compile: () => Result,
): Result {
  const tracer = tracedProcess()?.tracer;
  if (tracer === undefined) return compile();
  const mark = (transformed: Transformed): Transformed => {
    const trace = tracer.traceOfCompilation();
    if (trace === undefined || isData(path)) return transformed;
    const text = JSON.stringify(JSON.stringify(trace));
    const [head = ''] = prologue.exec(transformed.code) ?? [];
    return {
      ...transformed,
      code: `${head}(globalThis.${name}??=[]).push(${text});${transformed.code.slice(head.length)}`,
    };
  };
  const result = tracer.compile(compile);
  return (result instanceof Promise ? result.then(mark) : mark(result)) as Result;
}

/** What the modules that ran in a global scope say was read when they were compiled. */
export function compiledTraces(scope: object | undefined): ReadTrace[] {
  const texts = (scope as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(texts) ? [...new Set(texts)].map((text) => JSON.parse(String(text)) as ReadTrace) : [];
}

/**
 * Part of the cache key: what was compiled untraced says nothing of what was read, and what comes out as data can't
 * say anything, so it is compiled each time.
 */
export function tracingKey(path: string): string {
  if (tracedProcess() === undefined) return 'untraced';
  return isData(path) ? `traced by ${process.pid} at ${process.hrtime.bigint()}` : 'traced';
}

function isData(path: string): boolean {
  return path.endsWith('.json');
}
