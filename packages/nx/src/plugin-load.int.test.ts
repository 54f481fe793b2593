import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The files that a new process has loaded after it has loaded the compiled plugin, as each Nx command does.
 */
function filesLoadedByPlugin(): string[] {
  const plugin = join(__dirname, '../dist/index.js');
  const script = `require(${JSON.stringify(plugin)}); console.log(JSON.stringify(Object.keys(require.cache)));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as string[];
}

test('Nx loads the plugin without a compiler, a database, a test runner or a parser of command lines', () => {
  const loaded = filesLoadedByPlugin().map((file) => file.replaceAll('\\', '/'));
  expect(loaded.some((file) => file.endsWith('/packages/vitest/dist/index.js'))).toBe(true);
  const heavy =
    /\/node_modules\/(?:ts-morph|@ts-morph|typescript|better-sqlite3|vitest|vite|@jest|jest|shell-quote|oxc-resolver)\//;
  expect(loaded.filter((file) => heavy.test(file))).toEqual([]);
  // The engine's entry point contains the pipeline, and loads the other packages.
  const pipeline = /\/packages\/(?:graph|store)\/|\/engine\/dist\/index\.js$/;
  expect(loaded.filter((file) => pipeline.test(file))).toEqual([]);
});
