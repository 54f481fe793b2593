import type { ReadTrace } from '@nx-testmon/core';
import { tracedProcess } from '@nx-testmon/runner';
import type { Transformed } from './transformer-api';

const name = '__nxTestmonCompiled';

/** What comes before the first statement that is no directive. */
const prologue = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/|(?:'[^'\n\\]*'|"[^"\n\\]*")[ \t]*(?:;|\n))*/;

/**
 * Compiles a module. What is read meanwhile, a plugin's data for example, decides the result; but Jest caches the
 * result, and the next run compiles nothing. So the trace is written into the compiled module, which reports it to
 * each test file that loads it. A plugin may use for later modules what it has read once, so each module carries all
 * that has been read so far.
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

/** What was read when the modules were compiled that have run in a global scope. */
export function compiledTraces(scope: object | undefined): ReadTrace[] {
  const texts = (scope as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(texts) ? [...new Set(texts)].map((text) => JSON.parse(String(text)) as ReadTrace) : [];
}

/**
 * Part of the cache key. A module that was compiled without tracing carries no trace, so it is not used where reads
 * are traced. A result that is data can't carry one, so it is compiled in every process.
 */
export function tracingKey(path: string): string {
  if (tracedProcess() === undefined) return 'untraced';
  return isData(path) ? `traced by ${process.pid} at ${process.hrtime.bigint()}` : 'traced';
}

function isData(path: string): boolean {
  return path.endsWith('.json');
}
