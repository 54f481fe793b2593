import { childScripts, type ReadsSettings } from '@nx-testmon/runner';

/** In a worker, only a test calls a bundler. */
const workerPackages = String.raw`vitest|vite-node|@vitest\/.+|tinypool`;
/**
 * Packages that load, transform and resolve modules for Vitest. The dependency graph compares their lookups.
 */
const runnerPackages = String.raw`${workerPackages}|vite|rollup|rolldown|esbuild|tsconfck|vite-tsconfig-paths|tsconfig-paths|nx|@nx\/.+`;

/**
 * Vitest starts the type checker through this package. Type tests have their own dependencies, so the process
 * does not belong to other test files. A process that a plugin starts does.
 */
const processLayers = 'tinyexec';

/**
 * @param root absolute path of the workspace, links resolved
 * @param installationRoots of projects
 */
export function runnerReads(root: string, installationRoots: readonly string[]): ReadsSettings {
  return {
    root,
    installationRoots,
    role: 'runner',
    kind: 'runner-process',
    adapter: childScripts(__dirname),
    packages: { runner: runnerPackages, layers: processLayers },
  };
}

/**
 * @param runner settings of the process that starts the worker
 * @param subprocesses folder to which processes that tests start write their observations
 * @param measuresCoverage whether the worker measures coverage, which cached code would make less precise
 */
export function workerReads(
  { compiledCode, ...runner }: ReadsSettings,
  subprocesses: string,
  measuresCoverage: boolean,
): ReadsSettings {
  return {
    ...runner,
    role: 'worker',
    kind: 'test-file-worker',
    subprocesses,
    ignored: [...(runner.ignored ?? []), subprocesses],
    packages: { runner: workerPackages, loaders: 'vite', replaces: 'stubEnv|unstubAllEnvs' },
    ...(measuresCoverage || compiledCode === undefined ? {} : { compiledCode }),
  };
}
