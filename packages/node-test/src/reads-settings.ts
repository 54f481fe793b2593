import { dirname } from 'node:path';
import { childScripts, type ReadsSettings } from '@nx-testmon/runner';

/** Packages that compile modules while Node loads them. They read modules to run them. */
export const transformers = [
  'tsx',
  'ts-node',
  String.raw`@swc-node/.+`,
  '@babel/register',
  'esbuild-register',
  String.raw`@esbuild-kit/.+`,
  String.raw`@oxc-node/.+`,
  'sucrase',
  'pirates',
].join('|');
/** Compilers that transformers use. If a test calls one of them directly, its reads belong to the test. */
const compilers = String.raw`esbuild|@esbuild/.+|@swc/.+|@babel/.+|typescript|get-tsconfig|oxc-transform`;

/**
 * The settings of the preload script for Node's main process, which starts a process for each test file.
 *
 * @param root absolute path of the workspace, links resolved
 * @param installationRoots of projects
 * @param cache folder of the probes
 */
export function runnerReads(
  root: string,
  installationRoots: readonly string[],
  cache: string | undefined,
): ReadsSettings {
  return {
    root,
    installationRoots,
    role: 'runner',
    kind: 'node-main-process',
    adapter: dirname(childScripts(__dirname)),
    packages: { runner: transformers, layers: compilers, builtins: 'node:internal/test_runner/' },
    ...(cache === undefined ? {} : { ignored: [cache] }),
  };
}

/**
 * @param runner settings of the main process; in the process of a test file, actions of Node's test runner
 * belong to the test
 */
export function testFileReads(runner: ReadsSettings): ReadsSettings {
  const { builtins: _, ...packages } = runner.packages;
  return { ...runner, role: 'worker', kind: 'test-file-process', packages };
}
