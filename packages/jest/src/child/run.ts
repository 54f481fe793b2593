import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digest } from '@nx-testmon/core';
import {
  errorText,
  exitWithParent,
  isInFolder,
  readsOfProcess,
  receiveRequest,
  type RunRequest,
  sendToParent,
  tracedProcess,
  workspacePath,
} from '@nx-testmon/runner';
import { findAllTests } from './find-all-tests';
import type { GlobalConfig, ProjectConfig, ReadConfigs, SequencerClass } from './jest-api';
import { loadedTextRecorder } from '../worker/loaded-texts';
import { loadModule } from '../worker/load-module';
import { traceWorkers } from './trace-workers';
import { openJest } from './open-jest';
import { currentSession, openSession } from './current-session';
import type { Session } from './session';
import { type NamedConfig, nameConfigs } from './suite-id';
import { withProbes } from './with-probes';

/** Adds the sequencer and the reporter of nx-testmon to the configurations, and probes if they can be inserted. */
async function changeConfigs(
  request: RunRequest,
  { configs, globalConfig, ...read }: ReadConfigs,
  configPath: string | undefined,
  found: Session['found'],
): Promise<ReadConfigs> {
  const named = nameConfigs(request, configPath, { configs, globalConfig, ...read });
  openSession({
    request,
    globalConfig,
    Sequencer: (await loadModule(globalConfig.testSequencer)) as SequencerClass,
    found,
    name: nameFiles(request, named),
    isPlain: ({ runner }) => runner === undefined || /[\\/]jest-runner[\\/]/.test(runner),
  });
  const { configs: probed, fallbacks } = await withProbes(request, globalConfig, configs);
  for (const [config, fallback] of fallbacks) {
    const suite = named.find((one) => one.config === config)?.suite;
    await sendToParent({ type: 'not-collected', fallback, ...(suite === undefined ? {} : { suite }) });
  }
  const ownCache = request.probes?.cache === undefined ? [] : [request.probes.cache];
  traceWorkers([...ownCache, ...configs.map(({ cacheDirectory }) => cacheDirectory)]);
  const { reporters, ...reporting } = reportingOf(request, globalConfig);
  return {
    ...read,
    globalConfig: Object.freeze({
      ...globalConfig,
      ...reporting,
      // A shard without selected files is not a failure.
      passWithNoTests: globalConfig.passWithNoTests === true || request.files !== 'all',
      testSequencer: join(__dirname, 'sequencer.js'),
      reporters: [...reporters, [join(__dirname, 'reporter.js'), {}] as const],
    }),
    configs: probed.map((config) => Object.freeze(withCache(request, config))),
  };
}

/** The reporters of a run. A run that only prints keeps the files that an earlier one has written. */
function reportingOf(
  { onlyPrints }: RunRequest,
  { reporters }: GlobalConfig,
): Partial<GlobalConfig> & { readonly reporters: NonNullable<GlobalConfig['reporters']> } {
  const usual = [['default', {}]] as const;
  if (onlyPrints !== true) return { reporters: reporters ?? usual };
  return { reporters: usual, json: false, outputFile: undefined, testResultsProcessor: null };
}

function nameFiles({ workspaceRoot }: RunRequest, named: readonly NamedConfig[]): Session['name'] {
  const suites = new Map(named.map(({ config, suite }) => [config.id, suite]));
  return ({ id }, path) => ({
    suite: suites.get(id) ?? '',
    path: workspacePath(workspaceRoot, path),
  });
}

/** A run that must not change the workspace does not write to a cache in it. */
function withCache({ keepCache, workspaceRoot }: RunRequest, config: ProjectConfig): ProjectConfig {
  if (keepCache || !isInFolder(workspaceRoot, config.cacheDirectory)) return config;
  return { ...config, cacheDirectory: join(tmpdir(), `nx-testmon-jest-${digest(config.cacheDirectory)}`) };
}

async function main(): Promise<void> {
  const stay = exitWithParent();
  const request = await receiveRequest<RunRequest>();
  if (request.probes?.cache !== undefined) tracedProcess()?.tracer.ignore(request.probes.cache);
  const refuse = (error: unknown) => sendToParent({ type: 'refused', message: errorText(error) });
  const found: Session['found'] = [];
  const { core, run } = openJest(
    request,
    (read, _argv, configPath) => changeConfigs(request, read, configPath, found),
    refuse,
  );
  findAllTests(core, (config, paths) => {
    const { name } = currentSession();
    for (const path of paths) found.push(name(config, path));
  });
  await run();
  // Sent after the global teardown, which can read files too.
  const reads = readsOfProcess();
  if (reads !== undefined) await sendToParent({ type: 'read', reads });
  const loadedTexts = loadedTextRecorder().take();
  if (loadedTexts !== undefined) await sendToParent({ type: 'loaded', loadedTexts });
  stay();
  // The IPC channel does not keep the process alive, but handles that tests left open can.
  process.disconnect?.();
}

void main();
