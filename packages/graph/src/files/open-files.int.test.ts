import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const built = join(__dirname, '../../dist/files');

/**
 * Evaluates an expression in a process that can open no more files. Returns its value, or the code of the
 * error that it throws.
 */
function evaluateWithoutOpenFiles(path: string, expression: string): unknown {
  const script = `
    const fs = require('node:fs');
    const files = require(${JSON.stringify(join(built, path))});
    const open = [];
    try { while (true) open.push(fs.openSync('/dev/null')); } catch {}
    let result;
    try { result = { value: ${expression} ?? null }; } catch (error) { result = { code: error.code }; }
    open.forEach((file) => fs.closeSync(file));
    console.log(JSON.stringify(result));`;
  const text = execFileSync('sh', ['-c', 'ulimit -n 200; exec "$0" "$@"', process.execPath, '-e', script], {
    encoding: 'utf8',
  });
  return JSON.parse(text);
}

// The shell sets the limit, because Node can't.
test.skipIf(process.platform === 'win32').each([
  ['glob-files.js', `files.globFiles('/', ['*'], [])`],
  ['read-disk.js', `files.readFolder('/')`],
  ['read-disk.js', `files.readText('/dev/null')`],
])(
  'a process that can open no more files throws instead of finding nothing: %s %s (not on Windows)',
  (path, call) => {
    expect(evaluateWithoutOpenFiles(path, call)).toEqual({ code: 'EMFILE' });
  },
);
