import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noRunnerSyntax } from '@nx-testmon/core';
import { expect, test } from 'vitest';

const built = join(__dirname, '../dist');

/**
 * Evaluates an expression in a process that can't load a package, as during the removal of an installation.
 * Returns its value, or the code of the error that it throws.
 */
async function evaluateWithout(name: string, path: string, expression: string): Promise<unknown> {
  const script = `
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    const graph = require(${JSON.stringify(join(built, path))});
    Module._resolveFilename = function (request, ...rest) {
      if (request === ${JSON.stringify(name)}) throw Object.assign(new Error('gone'), { code: 'MODULE_NOT_FOUND' });
      return resolve.call(this, request, ...rest);
    };
    let result;
    try { result = { value: ${expression} ?? null }; } catch (error) { result = { code: error.code }; }
    console.log(JSON.stringify(result));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  return JSON.parse(stdout);
}

const code = `'export const a = () => 1;', '/w/a.ts'`;
const syntax = JSON.stringify(noRunnerSyntax);

test.each([
  ['ts-morph', 'model/read-module-model.js', `graph.readModuleModel(${code}, ${syntax})`],
  [
    'ts-morph',
    'model/locate-fallback.js',
    `graph.locateFallback({ kind: 'computed-import', module: 'a.ts' }, 'import(x)', ${syntax})`,
  ],
  ['ts-morph', 'probes/insert-probes.js', `graph.insertProbes(${code}, 'a.ts', ${syntax})`],
  ['ts-morph', 'probes/align-code.js', `graph.alignCode('f();', 'f();')`],
  ['ts-morph', 'positions/read-code-positions.js', `graph.readCodePositions(${code}, ${syntax})`],
  ['ts-morph', 'positions/locate-blocks.js', `graph.locateBlocks(${code}, ${syntax})`],
  ['magic-string', 'probes/insert-probes.js', `graph.insertProbes(${code}, 'a.ts', ${syntax})`],
  ['yaml', 'lockfile/read-pnpm-lock.js', `graph.readPnpmLock('lockfileVersion: 9')`],
  ['@yarnpkg/parsers', 'lockfile/read-yarn-lock.js', `graph.readYarnLock('"a@1": {version: 1}')`],
  [
    'yaml',
    'lockfile/patch-files.js',
    `new graph.PatchFiles({ text: () => 'patchedDependencies:', paths: [] })`,
  ],
  ['jsonc-parser', 'files/parse-json.js', `graph.parseJson('{ } // no JSON')`],
])('without %s, %s throws and does not report the text as invalid', async (name, path, expression) => {
  expect(await evaluateWithout(name, path, expression)).toEqual({ code: 'MODULE_NOT_FOUND' });
});
