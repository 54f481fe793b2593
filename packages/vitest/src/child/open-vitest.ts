import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildRequest } from '@nx-testmon/runner';
import { findCommandParser } from './find-command-parser';
import type { CliOptions, SequencerClass, VitestApi, VitestNode } from './vitest-api';

export interface OpenVitest {
  readonly vitest: VitestApi;
  /** Positional arguments. */
  readonly filters: readonly string[];
  /** Vitest's default sequencer; absent if Vitest does not export it. */
  readonly BaseSequencer?: SequencerClass | undefined;
}

/** Changes to the project's configuration and command line. */
export interface VitestChanges {
  /** Changes the options of the command line. */
  readonly changeOptions?: (options: CliOptions) => CliOptions;
  /** Vite plugins, in addition to those of the configuration. */
  readonly plugins?: readonly object[];
}

/**
 * Starts the project's Vitest with its configuration, up to the point where `vitest run` would search for test files.
 *
 * @throws Vitest's error for an invalid configuration or command line
 */
export async function openVitest(
  request: ChildRequest,
  { changeOptions = (options) => options, plugins = [] }: VitestChanges = {},
): Promise<OpenVitest> {
  // Vitest's command does the same before it loads any user code.
  process.env['TEST'] = 'true';
  process.env['VITEST'] = 'true';
  process.env['NODE_ENV'] ??= 'test';
  const node = (await import(pathToFileURL(request.entry).href)) as VitestNode;
  await refuseUnknownOptions(node, request);
  const { filter, options } = node.parseCLI(['vitest', 'run', ...request.runnerArguments]);
  const filters = filter.map((one) => one.replaceAll('\\', '/'));
  const normalized = withoutModuleCache(request.version, changeOptions(normalizeOptions(filters, options)));
  if (request.config !== undefined) normalized.config ??= request.config;
  const vitest = await node.createVitest('test', normalized, { plugins }, { cliFilters: filters });
  return { vitest, filters, BaseSequencer: node.BaseSequencer };
}

/** `parseCLI` accepts unknown options, but Vitest's command does not. */
async function refuseUnknownOptions(
  node: VitestNode,
  { entry, runnerArguments }: ChildRequest,
): Promise<void> {
  const parser = await findCommandParser(node, entry);
  parser?.parse(['node', 'vitest', 'run', ...runnerArguments], { run: false });
  try {
    parser?.matchedCommand?.checkUnknownOptions?.();
  } catch (error) {
    // The stack in Vitest's parser does not help a user who has mistyped an option.
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

/** Repeats the steps of Vitest's command after parsing, which Vitest does not export. */
function normalizeOptions(filters: readonly string[], options: CliOptions): CliOptions {
  const { exclude, ...rest } = options;
  const normalized: CliOptions = { ...rest, run: true, watch: false };
  // `--ui` would keep the server running, and the task would not end.
  if (normalized.ui !== undefined) normalized.ui = false;
  if (exclude !== undefined) normalized.cliExclude = [exclude].flat();
  if (filters.some((filter) => filter.includes(':'))) normalized.includeTaskLocation ??= true;
  if (typeof normalized.typecheck?.only === 'boolean') normalized.typecheck.enabled ??= true;
  if (normalized.standalone && filters.length > 0) normalized.standalone = false;
  if (normalized.config) normalized.config = resolve(normalized.root ?? '.', normalized.config);
  return normalized;
}

/**
 * Turns off Vitest's cache of transformed modules. Its keys do not contain everything that a transform
 * depends on: the target of an import, the tsconfig, the reads of a plugin. A test file could therefore pass
 * with outdated code.
 */
function withoutModuleCache(version: string, options: CliOptions): CliOptions {
  const major = Number.parseInt(version, 10);
  if (major < 4) return options;
  if (major > 4) return { ...options, fsModuleCache: false };
  return { ...options, experimental: { ...options.experimental, fsModuleCache: false } };
}
