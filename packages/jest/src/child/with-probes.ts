import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ProbesRequest, RunRequest } from '@nx-testmon/runner';
import type { GlobalConfig, ProjectConfig, TransformEntry } from './jest-api';
import { checksTypes } from './type-checks';

const worker = join(__dirname, '..', 'worker');

/** The configurations as they are to run, and why some of them collect no executed blocks. */
export interface ProbedConfigs {
  readonly configs: readonly ProjectConfig[];
  readonly notes: readonly string[];
}

/** Wraps each project's transformers, which get sources with probes, and its test runner, which reads the probes. */
export async function withProbes(
  { probes, workspaceRoot }: RunRequest,
  globalConfig: GlobalConfig,
  configs: readonly ProjectConfig[],
): Promise<ProbedConfigs> {
  if (probes === undefined) return { configs, notes: [] };
  if (globalConfig.collectCoverage === true) {
    return { configs, notes: ['no probes are inserted: they would appear in the coverage report'] };
  }
  const reasons = new Set<string>();
  const changed = await Promise.all(
    configs.map(async (config) => {
      const reason = await whyNot(config);
      if (reason === undefined) return wrap(config, probes, workspaceRoot);
      reasons.add(reason);
      return config;
    }),
  );
  return { configs: changed, notes: [...reasons] };
}

async function whyNot(config: ProjectConfig): Promise<string | undefined> {
  if (!/[\\/]node_modules[\\/]/.test(config.testRunner))
    return 'no probes are inserted: the configured test runner is part of the workspace';
  if (await checksTypes(config))
    return 'no probes are inserted: ts-jest checks types, so every change of a loaded module can fail a test; set `isolatedModules` to select by executed functions';
  return undefined;
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

/** The runtime that is configured; `undefined` where the runner of the project knows none. */
function runtimeOf({ runtime, runner }: ProjectConfig): string | undefined {
  if (typeof runtime === 'string' || runner === undefined) return runtime;
  try {
    return createRequire(runner).resolve('jest-runtime');
  } catch {
    return undefined;
  }
}
