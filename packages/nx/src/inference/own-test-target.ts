import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import { z } from 'zod';
import type { ProjectManifest } from './manifest';
import { type PartialTarget, targetDefaults } from './target-defaults';
import { parseVitestCommand, testFlags, type VitestCommand } from './vitest-command';

/** The target by which a project runs its tests today: what an inferred target takes over from it. */
export interface OwnTestTarget extends VitestCommand {
  readonly name: string;
  readonly dependsOn: TargetConfiguration['dependsOn'];
  readonly inputs: TargetConfiguration['inputs'];
  readonly parallelism: boolean | undefined;
  readonly configurations: Readonly<Record<string, VitestCommand>>;
  readonly defaultConfiguration: string | undefined;
}

const EXECUTORS = ['@nx/vite:test', '@nx/vitest:test', '@nrwl/vite:test'];
const PLUGINS = ['@nx/vite/plugin', '@nx/vitest', '@nx/vitest/plugin'];
const COMMON_NAMES = ['test', 'vite:test', 'vitest:test', 'unit-test', 'test-unit', 'test:unit', 'unit'];

interface Project {
  readonly root: string;
  readonly manifest: ProjectManifest;
}

interface Candidate {
  readonly name: string;
  readonly target: PartialTarget;
  /** What it says about Vitest; `undefined` where it does not run it, or not visibly. */
  readonly vitest: VitestCommand | undefined;
}

/** Whether any target or script of the project visibly runs Vitest. */
export function runsVitest(project: Project, nxJson: NxJsonConfiguration): boolean {
  return ownNames(project.manifest).some((name) => readCandidate(name, project, nxJson).vitest !== undefined);
}

/**
 * Finds the target to inherit from for one configuration file: the one that names this file, else the
 * first that runs Vitest, else one by a usual name (it may be inferred by another plugin, and have no
 * more than an entry in `targetDefaults`).
 *
 * @param configFile relative to the project root
 * @param inheritFrom the user's choice of names; nothing else is considered then
 */
export function findOwnTestTarget(
  project: Project,
  nxJson: NxJsonConfiguration,
  configFile: string,
  inheritFrom: readonly string[] | undefined,
): OwnTestTarget | undefined {
  const usual = inheritFrom ?? [...inferredNames(nxJson), ...COMMON_NAMES];
  const names = inheritFrom ?? [...usual, ...ownNames(project.manifest)];
  const candidates = [...new Set(names)].map((name) => readCandidate(name, project, nxJson));
  const running = inheritFrom === undefined ? candidates.filter(({ vitest }) => vitest !== undefined) : [];
  const found =
    running.find(({ vitest }) => namesFile(vitest, configFile, project.root)) ??
    running.find(({ vitest }) => vitest?.config === undefined) ??
    candidates.find(({ name, target }) => usual.includes(name) && Object.keys(target).length > 0);
  return found && inherit(found);
}

function ownNames({ targets, scripts }: ProjectManifest): string[] {
  return [...new Set([...Object.keys(targets), ...Object.keys(scripts)])].sort();
}

/** Names that Nx's own plugins give to the test targets they infer. */
function inferredNames(nxJson: NxJsonConfiguration): string[] {
  const entry = z.object({ plugin: z.enum(PLUGINS), options: z.looseObject({ testTargetName: z.string() }) });
  return (nxJson.plugins ?? []).flatMap((plugin) => {
    const parsed = entry.safeParse(plugin);
    return parsed.success ? [parsed.data.options.testTargetName] : [];
  });
}

function readCandidate(name: string, { root, manifest }: Project, nxJson: NxJsonConfiguration): Candidate {
  const script = manifest.scripts[name];
  const own: PartialTarget = manifest.targets[name] ?? {};
  const isScript = script !== undefined && own.executor === undefined && own.command === undefined;
  const executor = isScript
    ? 'nx:run-script'
    : (own.executor ?? (own.command ? 'nx:run-commands' : undefined));
  const defaults = targetDefaults(nxJson, { target: name, executor, project: { name: manifest.name, root } });
  const target: PartialTarget = {
    ...defaults,
    ...own,
    ...(isScript ? { command: script } : {}),
    options: { ...asOptions(defaults.options), ...asOptions(own.options) },
  };
  const isEmpty = Object.keys(defaults).length + Object.keys(own).length === 0 && !isScript;
  return isEmpty ? { name, target: {}, vitest: undefined } : { name, target, vitest: readVitest(target) };
}

function readVitest(target: PartialTarget): VitestCommand | undefined {
  const options = asOptions(target.options);
  if (EXECUTORS.includes(target.executor ?? '')) return fromOptions(options);
  for (const command of commandsOf(target)) {
    const found = parseVitestCommand(command);
    if (found) return { ...found, env: { ...asEnv(options.env), ...found.env } };
  }
  return undefined;
}

/** Configurations of a command may replace it or only set variables; either way the tests stay its own. */
function readConfiguration(raw: unknown): VitestCommand {
  const options = asOptions(raw);
  const command = commandsOf({ options })
    .map(parseVitestCommand)
    .find((found) => found !== undefined);
  const { config, env, flags } = fromOptions(options);
  return {
    config: command?.config ?? config,
    env: { ...env, ...command?.env },
    flags: { ...flags, ...command?.flags },
  };
}

function fromOptions(options: Readonly<Record<string, unknown>>): VitestCommand {
  const config = options.configFile ?? options.config;
  return {
    config: typeof config === 'string' ? config : undefined,
    env: asEnv(options.env),
    flags: testFlags(options),
  };
}

function commandsOf({ command, options }: PartialTarget): string[] {
  const { command: single, commands, args } = asOptions(options);
  const list = Array.isArray(commands) ? (commands as readonly unknown[]) : [];
  const texts = [
    command,
    single,
    ...list.map((one) => (typeof one === 'string' ? one : asOptions(one).command)),
  ];
  const suffix = Array.isArray(args) ? args.join(' ') : typeof args === 'string' ? args : '';
  return texts.filter((text) => typeof text === 'string').map((text) => `${text} ${suffix}`.trim());
}

function namesFile(vitest: VitestCommand | undefined, configFile: string, projectRoot: string): boolean {
  const config = vitest?.config
    ?.replace(/^\{projectRoot\}\//, '')
    .replace(/^\{workspaceRoot\}\//, '')
    .replace(/^\.\//, '');
  return config === configFile || config === `${projectRoot}/${configFile}`;
}

function inherit({ name, target, vitest }: Candidate): OwnTestTarget {
  return {
    name,
    ...(vitest ?? { config: undefined, env: {}, flags: {} }),
    dependsOn: target.dependsOn,
    inputs: target.inputs,
    parallelism: target.parallelism,
    defaultConfiguration: target.defaultConfiguration,
    configurations: Object.fromEntries(
      Object.entries(asOptions(target.configurations)).map(([key, raw]) => [key, readConfiguration(raw)]),
    ),
  };
}

function asOptions(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asEnv(value: unknown): Record<string, string> {
  const entries = Object.entries(asOptions(value)).filter(([, text]) =>
    ['string', 'number', 'boolean'].includes(typeof text),
  );
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}
