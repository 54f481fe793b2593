/** One option of a task, as the executor, the command line and an environment variable take it. */
export interface TaskOptionEntry {
  /** As Nx knows it: `reportFile` is `--reportFile` there, and `--report-file` on the command line. */
  readonly name: string;
  readonly kind: 'flag' | 'text' | 'names' | 'choice';
  /** Of a flag: the name that says the opposite, where that is no plain `no-<name>`. */
  readonly opposite?: string;
  /** Another name that says the same. */
  readonly alias?: string;
  /** Of an option whose variable is not called after it. */
  readonly variable?: string;
  /** Of a choice. */
  readonly choices?: readonly string[];
  /** Of a text, for editors: it names a file that fits this glob. */
  readonly file?: string;
  /** One or two plain sentences. */
  readonly description: string;
}

/** The one list of a task's options: schema, command line, README and what Nx drops are made from it. */
export const taskOptionTable = [
  {
    name: 'nocollect',
    kind: 'flag',
    opposite: 'collect',
    description:
      'Record nothing: no file of nx-testmon is created, changed or locked. Tests are still selected.',
  },
  {
    name: 'noselect',
    kind: 'flag',
    opposite: 'select',
    description:
      'Skip nothing: failed test files run first, then those that a change can affect, then the rest.',
  },
  {
    name: 'forceselect',
    kind: 'flag',
    description:
      'Skip what is not affected also where the run is narrowed (by a test name, files, a selection of the runner): the intersection of both.',
  },
  {
    name: 'enabled',
    kind: 'flag',
    alias: 'testmon',
    variable: 'NX_TESTMON',
    description:
      'False: the test runner runs by itself; nothing of nx-testmon is read or written. Default: true.',
  },
  {
    name: 'verify',
    kind: 'flag',
    description:
      'Select, then run everything all the same, and end with exit code 2 if a test file fails that would have been skipped.',
  },
  {
    name: 'probes',
    kind: 'flag',
    description:
      'See what each test executes, function by function, by probes in the code while it collects. `false`: collect what tests could reach. Default: true.',
  },
  {
    name: 'testRunner',
    kind: 'choice',
    choices: ['auto', 'vitest', 'jest', 'node'],
    description: "The test runner; `auto` finds it by the project's configuration, `node` is `node --test`.",
  },
  {
    name: 'config',
    kind: 'text',
    file: '*.config.@(ts|mts|cts|js|mjs|cjs)',
    description:
      "The test runner's configuration, relative to the project or the workspace. By default the one that the runner finds.",
  },
  {
    name: 'environment',
    kind: 'text',
    description:
      'A name for what the tests run against, such as a database version. What is known in one environment counts for no other. Default: `default`.',
  },
  {
    name: 'environmentVariables',
    kind: 'names',
    description:
      'Names of variables that alter the outcome of tests, separated by commas. Their values are part of the environment.',
  },
  {
    name: 'dependsOnFiles',
    kind: 'names',
    description:
      'Globs, separated by commas, of files that tests read unseen, relative to the workspace; `{projectRoot}` is the folder of the project. Each match counts for all tests of the project, also one that comes or goes.',
  },
  {
    name: 'ignoreDependencies',
    kind: 'names',
    description:
      'Names or globs of npm packages, separated by commas, that no test depends on: neither by themselves nor within the packages that need them.',
  },
  {
    name: 'reportFile',
    kind: 'text',
    description:
      'A file, relative to the workspace, to which one JSON line is appended for each task: what was selected, why, and what was saved.',
  },
] as const satisfies readonly TaskOptionEntry[];

export type TaskOptionName = (typeof taskOptionTable)[number]['name'];

const table: readonly TaskOptionEntry[] = taskOptionTable;

/** `reportFile` → `NX_TESTMON_REPORT_FILE`. */
export function variableOf(option: string): string {
  const own = table.find(({ name }) => name === option)?.variable;
  return own ?? `NX_TESTMON_${option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Every name by which an option can be set: its own first, then its opposite and its alias. */
export function namesOfOption({ name, opposite, alias }: TaskOptionEntry): string[] {
  return [name, opposite, alias].filter((one) => one !== undefined);
}

/** The other names of the option that a name sets: who sets one of them takes the others back. */
export function otherNamesOf(name: string): string[] {
  const entry = table.find((one) => namesOfOption(one).includes(name));
  return entry === undefined ? [] : namesOfOption(entry).filter((one) => one !== name);
}
