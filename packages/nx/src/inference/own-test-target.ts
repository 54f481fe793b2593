import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import {
  asOptions,
  chooseByConfig,
  commandsOfTarget,
  type TestCommand,
  testFlags,
  type TestRunner,
} from '@nx-testmon/engine/test-runners';
import * as v from 'valibot';
import type { ProjectManifest } from './manifest';
import { type PartialTarget, targetDefaults } from './target-defaults';

/** The part of a project's existing test target that an inferred target inherits. */
export interface OwnTestTarget extends TestCommand {
  readonly name: string;
  readonly dependsOn: TargetConfiguration['dependsOn'];
  readonly inputs: TargetConfiguration['inputs'];
  readonly parallelism: boolean | undefined;
  readonly configurations: Readonly<Record<string, TestCommand>>;
  readonly defaultConfiguration: string | undefined;
}

interface Project {
  readonly root: string;
  readonly manifest: ProjectManifest;
}

interface Candidate {
  readonly name: string;
  readonly target: PartialTarget;
  /**
   * Its command of the test runner; `undefined` if it does not run the test runner, or if this can't be
   * recognized.
   */
  readonly command: TestCommand | undefined;
}

/** Whether a target or script of the project recognizably runs the test runner. */
export function runsTests(runner: TestRunner, project: Project, nxJson: NxJsonConfiguration): boolean {
  return ownNames(project.manifest).some(
    (name) => readCandidate(runner, name, project, nxJson).command !== undefined,
  );
}

/** The search for a target to inherit from. */
export interface OwnTestTargetSearch {
  readonly runner: TestRunner;
  readonly project: Project;
  readonly nxJson: NxJsonConfiguration;
  /** Relative to the project root. */
  readonly configFile: string;
  /** Target names chosen by the user. No other target is then considered. */
  readonly inheritFrom: readonly string[] | undefined;
}

/**
 * Finds the target to inherit from for one configuration file: the one that names this file, otherwise the
 * first that runs the test runner, otherwise one with a usual name (another plugin may infer it, so that only
 * `targetDefaults` mention it).
 */
export function findOwnTestTarget({
  runner,
  project,
  nxJson,
  configFile,
  inheritFrom,
}: OwnTestTargetSearch): OwnTestTarget | undefined {
  const usual = inheritFrom ?? [...inferredNames(runner, nxJson), ...runner.targetNames];
  const names = inheritFrom ?? [...usual, ...ownNames(project.manifest)];
  const candidates = [...new Set(names)].map((name) => readCandidate(runner, name, project, nxJson));
  const found =
    (inheritFrom === undefined ? chooseByConfig(candidates, configFile, project.root) : undefined) ??
    candidates.find(({ name, target }) => usual.includes(name) && Object.keys(target).length > 0);
  return found && inherit(runner, found);
}

function ownNames({ targets, scripts }: ProjectManifest): string[] {
  return [...new Set([...Object.keys(targets), ...Object.keys(scripts)])].sort();
}

/** The names that Nx's own plugins give the test targets that they infer. */
function inferredNames({ nx }: TestRunner, nxJson: NxJsonConfiguration): string[] {
  if (nx === undefined) return [];
  const { plugins, targetNameOption } = nx;
  const entry = v.object({
    plugin: v.picklist(plugins),
    options: v.object({ [targetNameOption]: v.string() }),
  });
  return (nxJson.plugins ?? []).flatMap((plugin) => {
    const parsed = v.safeParse(entry, plugin);
    return parsed.success ? [String(parsed.output.options[targetNameOption])] : [];
  });
}

function readCandidate(
  runner: TestRunner,
  name: string,
  { root, manifest }: Project,
  nxJson: NxJsonConfiguration,
): Candidate {
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
  return isEmpty
    ? { name, target: {}, command: undefined }
    : { name, target, command: readCommand(runner, target) };
}

function readCommand(runner: TestRunner, target: PartialTarget): TestCommand | undefined {
  const options = asOptions(target.options);
  if (runner.nx?.executors.includes(target.executor ?? '')) return fromOptions(runner, options);
  for (const command of commandsOfTarget(target)) {
    const found = runner.parseCommand(command);
    if (found) return { ...found, env: { ...asEnv(options.env), ...found.env } };
  }
  return undefined;
}

/** A configuration may replace the command or only set variables. */
function readConfiguration(runner: TestRunner, raw: unknown): TestCommand {
  const options = asOptions(raw);
  const command = commandsOfTarget({ options })
    .map((text) => runner.parseCommand(text))
    .find((found) => found !== undefined);
  const { config, env, flags } = fromOptions(runner, options);
  return {
    config: command?.config ?? config,
    env: { ...env, ...command?.env },
    flags: { ...flags, ...command?.flags },
  };
}

function fromOptions(runner: TestRunner, options: Readonly<Record<string, unknown>>): TestCommand {
  const config = runner.nx?.configOptions.map((name) => options[name]).find((value) => value !== undefined);
  return {
    config: typeof config === 'string' ? config : undefined,
    env: asEnv(options.env),
    flags: testFlags(runner.flags, options),
  };
}

function inherit(runner: TestRunner, { name, target, command }: Candidate): OwnTestTarget {
  return {
    name,
    ...(command ?? { config: undefined, env: {}, flags: {} }),
    dependsOn: target.dependsOn,
    inputs: target.inputs,
    parallelism: target.parallelism,
    defaultConfiguration: target.defaultConfiguration,
    configurations: Object.fromEntries(
      Object.entries(asOptions(target.configurations)).map(([key, raw]) => [
        key,
        readConfiguration(runner, raw),
      ]),
    ),
  };
}

function asEnv(value: unknown): Record<string, string> {
  const entries = Object.entries(asOptions(value)).filter(([, text]) =>
    ['string', 'number', 'boolean'].includes(typeof text),
  );
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}
