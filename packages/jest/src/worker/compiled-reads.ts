import { joinReadTraces, noReads, type ReadTrace } from '@nx-testmon/core';
import { tracedProcess } from '@nx-testmon/runner';
import type { TransformResult } from './transformer-api';

/** Name of the global that contains the reads of compilations. */
export const compiledName = '__nxTestmonCompiled';

/** Matches the text before the first statement that is not a directive. */
const prologue = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/|(?:'[^'\n\\]*'|"[^"\n\\]*")[ \t]*(?:;|\n))*/;

/**
 * Compiles a module. Reads during the compilation, for example of a plugin's data, decide the result. Jest
 * caches the result, so the next run compiles nothing. The trace is therefore written into the compiled
 * module, which reports it to each test file that loads it. A plugin may use earlier reads for later modules,
 * so each module contains all reads so far.
 *
 * @param readsText the file by its workspace path with its digest, if the transformer may read all of its
 * text
 */
export function compileTraced<Result extends TransformResult | Promise<TransformResult>>(
  path: string,
  compile: () => Result,
  readsText: () => Readonly<Record<string, string>> = () => ({}),
): Result {
  const tracer = tracedProcess()?.tracer;
  if (tracer === undefined) return compile();
  const mark = (transformed: TransformResult): TransformResult => {
    const read = tracer.untraced(readsText);
    const traced = tracer.traceOfCompilation();
    const isRead = traced !== undefined || Object.keys(read).length > 0;
    if (!isRead || isData(path)) return transformed;
    const trace = joinReadTraces(traced ?? noReads, { ...noReads, files: read });
    const text = JSON.stringify(JSON.stringify(trace));
    const [head = ''] = prologue.exec(transformed.code) ?? [];
    return {
      ...transformed,
      code: `${head}(globalThis.${compiledName}??=[]).push(${text});${transformed.code.slice(head.length)}`,
    };
  };
  const result = tracer.compile(compile);
  return (result instanceof Promise ? result.then(mark) : mark(result)) as Result;
}

/** Reads of the compilations of the modules that have run in a global scope. */
export function compiledTraces(scope: object | undefined): ReadTrace[] {
  const texts = (scope as Record<string, unknown> | undefined)?.[compiledName];
  return Array.isArray(texts) ? [...new Set(texts)].map((text) => JSON.parse(String(text)) as ReadTrace) : [];
}

/**
 * A part of the cache key. A module that was compiled without tracing contains no trace, so it is not used if
 * reads are traced. A result that is data can't contain one, so it is compiled in every process.
 */
export function tracingKey(path: string): string {
  if (tracedProcess() === undefined) return 'untraced';
  return isData(path)
    ? `traced by ${process.pid} at ${process.hrtime.bigint()}`
    : 'traced with variables and loads';
}

function isData(path: string): boolean {
  return path.endsWith('.json');
}
