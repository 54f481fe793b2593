import { createRequire } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type ChildRequest, findConfig, tracedProcess } from '@nx-testmon/runner';
import { configFiles } from '../config-files';
import type { Argv, JestCli, JestConfigModule, JestCore, ReadConfigs } from './jest-api';

/** Changes the configurations that Jest has read, before Jest uses them. */
export type ChangeConfigs = (
  read: ReadConfigs,
  argv: Argv,
  configPath: string | undefined,
) => Promise<ReadConfigs>;

/** The project's Jest with the function replaced. */
export interface OpenJest {
  readonly core: JestCore;
  /** Resolves when Jest's command has finished. The exit code is set when the process exits. */
  readonly run: () => Promise<void>;
}

/**
 * Prepares a run of `jest <arguments>`. Jest's parser, messages and exit codes stay as they are. Only the function
 * that reads configurations is wrapped, because no other function sees all of them.
 *
 * @param onRefused called with the reason if Jest does not accept its configuration
 */
export function openJest(
  request: ChildRequest,
  changeConfigs: ChangeConfigs,
  onRefused: (error: unknown) => Promise<unknown>,
): OpenJest {
  // Jest's command does the same before it loads any user code.
  process.env['NODE_ENV'] ??= 'test';
  const fromCli = createRequire(request.entry);
  const corePath = fromCli.resolve('@jest/core');
  const fromCore = createRequire(corePath);
  const configModulePath = fromCore.resolve('jest-config');
  const original = fromCore(configModulePath) as JestConfigModule;
  const wrapped: JestConfigModule = {
    ...original,
    async readConfigs(argv, projectPaths) {
      // nx-testmon runs once and exits.
      argv.watch = false;
      argv.watchAll = false;
      const read = await readOrRefuse(() => original.readConfigs(argv, projectPaths), onRefused);
      return changeConfigs(read, argv, configPathOf(argv, projectPaths));
    },
  };
  const cached = fromCore.cache[configModulePath];
  if (!cached) throw new Error(`jest-config is not among the loaded modules: ${configModulePath}`);
  cached.exports = wrapped;
  leaveSearchUntraced(fromCore);
  leaveReportUntraced(fromCore);
  const cli = fromCli(request.entry) as JestCli;
  const core = fromCli(corePath) as JestCore;
  return { core, run: () => cli.run(commandLine(request)) };
}

async function readOrRefuse(
  read: () => Promise<ReadConfigs>,
  onRefused: (error: unknown) => Promise<unknown>,
): Promise<ReadConfigs> {
  try {
    return await read();
  } catch (error) {
    await onRefused(error);
    throw error;
  }
}

function commandLine({ config, runnerArguments }: ChildRequest): string[] {
  const isNamed = runnerArguments.some((argument) => /^(-c|--config)(=|$)/.test(argument));
  return [...(config === undefined || isNamed ? [] : [`--config=${config}`]), ...runnerArguments];
}

function configPathOf({ config }: Argv, projectPaths: readonly string[]): string | undefined {
  if (config?.trimStart().startsWith('{')) return undefined;
  if (config !== undefined) return configIn(resolve(config)) ?? resolve(config);
  const [first] = projectPaths;
  return first === undefined ? undefined : configOfProject(first);
}

/** Jest accepts the folder of a project or its configuration file. */
export function configOfProject(project: string): string | undefined {
  const path = isAbsolute(project) ? project : resolve(project);
  return configIn(path) ?? findConfig({ configFiles }, { projectRoot: dirname(path), config: path });
}

/** @param folder may also be a file, which contains no configuration */
function configIn(folder: string): string | undefined {
  return findConfig({ configFiles }, { projectRoot: folder });
}

/**
 * Does not trace the listing of Jest's roots before a run. The list of test files and the resolution are
 * compared elsewhere.
 */
function leaveSearchUntraced(fromCore: NodeJS.Require): void {
  const tracer = tracedProcess()?.tracer;
  if (tracer === undefined) return;
  const { default: HasteMap } = fromCore('jest-haste-map') as { default?: { prototype?: HasteMapApi } };
  const { build } = HasteMap?.prototype ?? {};
  if (!HasteMap?.prototype || !build) return;
  HasteMap.prototype.build = function (this: HasteMapApi) {
    return tracer.search(() => build.call(this));
  };
}

/**
 * Does not trace the coverage report, which Jest creates from all sources after the last test file: no test
 * file depends on these reads.
 */
function leaveReportUntraced(fromCore: NodeJS.Require): void {
  const tracer = tracedProcess()?.tracer;
  const { CoverageReporter } = fromCore('@jest/reporters') as {
    CoverageReporter?: { prototype?: ReporterApi };
  };
  const { prototype } = CoverageReporter ?? {};
  const { onRunComplete } = prototype ?? {};
  if (tracer === undefined || !prototype || !onRunComplete) return;
  prototype.onRunComplete = function (this: ReporterApi, ...results) {
    return tracer.search(() => onRunComplete.apply(this, results));
  };
}

interface ReporterApi {
  onRunComplete?: (this: ReporterApi, ...results: unknown[]) => Promise<unknown>;
}

interface HasteMapApi {
  build?: (this: HasteMapApi) => Promise<unknown>;
}
