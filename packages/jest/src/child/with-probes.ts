import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Fallback } from '@nx-testmon/core';
import { type ProbesRequest, type RunRequest, workspacePath } from '@nx-testmon/runner';
import type { GlobalConfig, ProjectConfig, TransformEntry } from './jest-api';
import { checksTypes } from './type-checks';

const worker = join(__dirname, '..', 'worker');

/**
 * The configurations to run, and for each original configuration without collected executed blocks, the
 * reason.
 */
export interface ProbedConfigs {
  readonly configs: readonly ProjectConfig[];
  readonly fallbacks: ReadonlyMap<ProjectConfig, Fallback>;
}

/**
 * Wraps each project's transformers, which get sources with probes, and its test runner, which reads the
 * probes.
 */
export async function withProbes(
  { probes, workspaceRoot }: RunRequest,
  globalConfig: GlobalConfig,
  configs: readonly ProjectConfig[],
): Promise<ProbedConfigs> {
  const fallbacks = new Map<ProjectConfig, Fallback>();
  if (probes === undefined) return { configs, fallbacks };
  if (globalConfig.collectCoverage === true && globalConfig.coverageProvider === 'v8')
    return { configs, fallbacks: new Map(configs.map((config) => [config, { kind: 'coverage' }])) };
  const changed = await Promise.all(
    configs.map(async (config) => {
      const fallback = await whyNot(config, workspaceRoot);
      if (fallback === undefined) return wrap(config, probes, workspaceRoot);
      fallbacks.set(config, fallback);
      return config;
    }),
  );
  return { configs: changed, fallbacks };
}

async function whyNot(config: ProjectConfig, workspaceRoot: string): Promise<Fallback | undefined> {
  const { testRunner } = config;
  if (!/[\\/]node_modules[\\/]/.test(testRunner))
    return { kind: 'custom-test-runner', subject: workspacePath(workspaceRoot, testRunner) };
  return (await checksTypes(config)) ? { kind: 'checks-types' } : undefined;
}

function wrap(config: ProjectConfig, probes: ProbesRequest, workspaceRoot: string): ProjectConfig {
  const transformer = join(worker, 'transformer.js');
  const options = { ...probes, workspaceRoot, transform: config.transform };
  const runtime = runtimeOf(config);
  const entry = (pattern: string): TransformEntry => [pattern, transformer, options];
  return {
    ...config,
    testRunner: join(worker, 'test-runner.js'),
    ...(runtime === undefined ? {} : { runtime: join(worker, 'runtime.js') }),
    // The last entry is for modules without a configured transformer.
    transform: [...config.transform.map(([pattern]) => entry(pattern)), entry('\\.[cm]?[jt]sx?$')],
    nxTestmon: { ...probes, workspaceRoot, testRunner: config.testRunner, runtime },
  };
}

/** The configured runtime; `undefined` if the project's Jest runner does not define one. */
function runtimeOf({ runtime, runner }: ProjectConfig): string | undefined {
  if (typeof runtime === 'string' || runner === undefined) return runtime;
  try {
    return createRequire(runner).resolve('jest-runtime');
  } catch {
    return undefined;
  }
}
