import type { UncoveredProblem } from '@nx-testmon/core';
import {
  commandsOfTarget,
  findConfigFileName,
  splitScript,
  type TestRunner,
  type TestRunners,
} from '@nx-testmon/runner';
import { otherTestRunners } from './other-test-runners';
import { findOtherRunner, runsNoOwnTests } from './parse-other-command';

/** The parts of a target that show whether it runs tests. */
export interface TargetSign {
  readonly executor?: string | undefined;
  readonly command?: string | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** The signs of tests in a project without an nx-testmon target. */
export interface ProjectSigns {
  readonly name: string;
  /** Path relative to the workspace root; `.` for the root itself. */
  readonly root: string;
  readonly targets: Readonly<Record<string, TargetSign>>;
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of the packages in its manifest. */
  readonly packages: readonly string[];
  /** Names of the files in its folder. */
  readonly files: readonly string[];
}

/** A command of a project, with the name of its script or target. */
interface NamedCommand {
  readonly name: string;
  /** The sign that is reported, such as `script test`. */
  readonly sign: string;
  /** The executor, if the target has one. */
  readonly executor?: string | undefined;
  readonly commands: readonly string[];
}

/**
 * Finds why a project with tests has no nx-testmon target; `undefined` if there is no sign of tests. If there
 * are several reasons, the first is returned: those that the user can correct come before other test runners.
 */
export function findUncovered(project: ProjectSigns, runners: TestRunners): UncoveredProblem | undefined {
  const search = { ...project, project: project.name, named: namedCommands(project), runners };
  return findOwnTests(search) ?? findOtherTests(search) ?? findUnknownCommand(search);
}

interface Search extends ProjectSigns {
  readonly project: string;
  readonly named: readonly NamedCommand[];
  readonly runners: TestRunners;
}

/**
 * Finds tests of a supported test runner. The workspace root is left out: without a target, its configuration
 * and its scripts run the tests of the projects.
 */
function findOwnTests({ project, root, files, named, runners }: Search): UncoveredProblem | undefined {
  if (root === '.') return undefined;
  const file = files.find((name) => runners.some((runner) => isOwnConfiguration(runner, name)));
  if (file !== undefined) return { kind: 'configuration-without-target', project, sign: `file ${file}` };
  for (const { sign, executor, commands } of named) {
    for (const runner of runners) {
      const { title, isConfiguredByScripts, nx } = runner;
      const isOwn = executor !== undefined && nx?.executors.includes(executor);
      if (isOwn || (!isConfiguredByScripts && commands.some((text) => runner.parseCommand(text))))
        return { kind: 'no-test-configuration', project, runner: title, sign };
      if (isConfiguredByScripts && commands.some((text) => hasStep(runner, text)))
        return { kind: 'test-script-with-steps', project, runner: title, sign };
    }
  }
  return undefined;
}

/** Whether a file can only be a configuration of tests. */
function isOwnConfiguration(runner: TestRunner, file: string): boolean {
  const name = findConfigFileName(runner, file);
  return name !== undefined && !name.isAmbiguous && !name.holdsConfiguration && !name.listsProjects;
}

/** Whether one of several commands runs the test runner. */
function hasStep(runner: TestRunner, text: string): boolean {
  return splitScript(text).commands.some((words) => runner.parseCommand(words.join(' ')) !== undefined);
}

function findOtherTests(search: Search): UncoveredProblem | undefined {
  const found = findOtherCommand(search) ?? findOtherFile(search);
  const { project, runners } = search;
  return found && { kind: 'unsupported-test-runner', project, ...found, runners: titlesOf(runners) };
}

interface OtherTests {
  /** The title of the test runner. */
  readonly runner: string;
  readonly sign: string;
}

function findOtherCommand({ named }: Search): OtherTests | undefined {
  for (const { sign, executor, commands } of named) {
    const runner =
      otherTestRunners.find(({ executors }) => executor !== undefined && executors?.includes(executor)) ??
      commands.map(findOtherRunner).find((one) => one !== undefined);
    if (runner) return { runner: runner.title, sign };
  }
  return undefined;
}

function findOtherFile({ root, files, packages }: Search): OtherTests | undefined {
  for (const { title, configFile, packageName } of otherTestRunners) {
    const file = files.find((name) => configFile?.test(name));
    if (file !== undefined) return { runner: title, sign: `file ${file}` };
    // The packages of the workspace root may be used by all projects.
    if (root !== '.' && packageName !== undefined && packages.includes(packageName))
      return { runner: title, sign: `package ${packageName}` };
  }
  return undefined;
}

/**
 * Finds a script or target whose name is usual for tests. It runs an unknown program, otherwise it would have
 * been found before.
 */
function findUnknownCommand({ project, named, runners }: Search): UncoveredProblem | undefined {
  const names = runners.flatMap(({ targetNames }) => targetNames);
  for (const { name, sign, executor, commands } of named) {
    if (!names.includes(name)) continue;
    // At the workspace root, a supported test runner runs the tests of the projects.
    const isKnown = (text: string) => runners.some((runner) => runner.parseCommand(text) !== undefined);
    const command = commands.find((text) => !runsNoOwnTests(text) && !isKnown(text)) ?? executor;
    if (command !== undefined)
      return { kind: 'unknown-test-command', project, sign, command, runners: titlesOf(runners) };
  }
  return undefined;
}

function titlesOf(runners: TestRunners): string[] {
  return runners.map(({ title }) => title);
}

function namedCommands(project: ProjectSigns): NamedCommand[] {
  return [...scriptsOf(project), ...targetsOf(project)];
}

function scriptsOf({ scripts }: ProjectSigns): NamedCommand[] {
  return testFirst(Object.entries(scripts)).map(([name, text]) => ({
    name,
    sign: `script ${name}`,
    commands: [text],
  }));
}

/** The targets, without those that Nx creates from scripts and those that only start others. */
function targetsOf({ targets }: ProjectSigns): NamedCommand[] {
  return testFirst(Object.entries(targets)).flatMap(([name, target]) => {
    const commands = commandsOf(target);
    const runsCommands = target.executor === undefined || plainExecutors.includes(target.executor);
    const executor = runsCommands ? undefined : target.executor;
    return executor === undefined && commands.length === 0
      ? []
      : [{ name, sign: `target ${name}`, executor, commands }];
  });
}

const plainExecutors = ['nx:run-commands', 'nx:run-script', 'nx:noop'];

/** A target of another executor may have an option `command` with another meaning. */
function commandsOf(target: TargetSign): readonly string[] {
  const { executor } = target;
  return executor === undefined || executor === 'nx:run-commands' ? commandsOfTarget(target) : [];
}

/** Moves the entry `test` to the front, because users look for it. */
function testFirst<Value>(entries: readonly (readonly [string, Value])[]): (readonly [string, Value])[] {
  return [...entries.filter(([name]) => name === 'test'), ...entries.filter(([name]) => name !== 'test')];
}
