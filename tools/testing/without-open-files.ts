import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

/** A built CommonJS module, and an expression with its exports as `exported`. */
export interface EvaluatedModule {
  /** Absolute path. */
  readonly path: string;
  /** Evaluated before the process runs out of file descriptors; its value is `prepared` in the expression. */
  readonly prepare?: string;
  readonly expression: string;
}

/**
 * The value of an expression, or the code of the error that it throws, in a process that can open no more files. The
 * shell sets the limit, because Node can't. Not for Windows.
 */
export function evaluateWithoutOpenFiles({
  path,
  prepare = 'undefined',
  expression,
}: EvaluatedModule): unknown {
  const script = `
    const fs = require('node:fs');
    const exported = require(${JSON.stringify(path)});
    const prepared = ${prepare};
    const open = [];
    try { while (true) open.push(fs.openSync('/dev/null')); } catch {}
    let result;
    try { result = { value: ${expression} ?? null }; } catch (error) { result = { code: error.code }; }
    open.forEach((file) => fs.closeSync(file));
    console.log(JSON.stringify(result));`;
  const text = execFileSync('sh', ['-c', 'ulimit -n 200; exec "$0" "$@"', process.execPath, '-e', script], {
    cwd: dirname(path),
    encoding: 'utf8',
  });
  return JSON.parse(text);
}
