import { childScripts, type ReadsSettings } from '@nx-testmon/runner';

/** In a worker a bundler is something that a test calls. */
const workerPackages = String.raw`vitest|vite-node|@vitest\/.+|tinypool`;
/** Packages that load, transform and resolve modules for Vitest: the dependency graph compares their lookups. */
const runnerPackages = String.raw`${workerPackages}|vite|rollup|rolldown|esbuild|tsconfck|vite-tsconfig-paths|tsconfig-paths|nx|@nx\/.+`;

/**
 * Vitest starts the type checker through it. Type tests have dependencies of their own, so the process is none of the
 * other test files; one that a plugin starts is.
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
 * @param subprocesses folder in which processes that tests start write what they observe
 * @param measuresCoverage whether the worker measures coverage, which kept code would make less precise
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
