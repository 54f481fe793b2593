/** An option of a task, for the executor, the command line and an environment variable. */
export interface TaskOptionEntry {
  /** The name in Nx: `reportFile` is `--reportFile` there, and `--report-file` on the command line. */
  readonly name: string;
  readonly kind: 'flag' | 'text' | 'names' | 'choice' | 'number' | 'percentage';
  /** For a flag: the name of its opposite, if that is not `no-<name>`. */
  readonly opposite?: string;
  /** Another name with the same meaning. */
  readonly alias?: string;
  /** For a flag that is on by default: the command line option that turns it off. */
  readonly off?: { readonly name: string; readonly description: string };
  /** The environment variable, if its name differs from that of the option. */
  readonly variable?: string;
  /** For a choice. The engine adds the choices of `testRunner`. */
  readonly choices?: readonly string[];
  /** For a text that is a path: a glob that editors use for completion. */
  readonly file?: string;
  /** One or two plain sentences. */
  readonly description: string;
}

/** All options of a task, for the schema, the command line, the README and the list of options that Nx drops. */
export const taskOptionTable = [
  {
    name: 'nocollect',
    kind: 'flag',
    opposite: 'collect',
    description: 'Record nothing: nx-testmon creates, changes and locks no file. Tests are still selected.',
  },
  {
    name: 'noselect',
    kind: 'flag',
    opposite: 'select',
    description:
      'Skip nothing. Test files that failed before run first, then affected test files, then the others.',
  },
  {
    name: 'forceselect',
    kind: 'flag',
    description:
      "Keep the selection on when the run is filtered by test name, by file or by the test runner's own selection. A test file runs only if the filter and the selection both include it.",
  },
  {
    name: 'enabled',
    kind: 'flag',
    alias: 'testmon',
    variable: 'NX_TESTMON',
    off: {
      name: 'no-testmon',
      description: 'Run the test runner directly: nx-testmon reads and writes nothing.',
    },
    description:
      'If false, the test runner runs directly, and nx-testmon reads and writes nothing. Default: true.',
  },
  {
    name: 'verify',
    kind: 'flag',
    description:
      'Select test files, then run all of them anyway, and fail (exit code 2; under `nx`, 1) if a test file that would have been skipped fails.',
  },
  {
    name: 'audit',
    kind: 'percentage',
    description:
      'Also run this share of the test files that would be skipped, such as `5%`: a different share each day, until all were checked. If one fails, fail the run (exit code 2; under `nx`, 1) and turn the selection off for the project.',
  },
  {
    name: 'probes',
    kind: 'flag',
    off: {
      name: 'no-probes',
      description: 'Insert no probes (coverage counters) into the code; collect static dependencies.',
    },
    description:
      'Record which functions and branches each test file executes, with probes (coverage counters) in the code while collecting. If false, collect static dependencies. Default: true.',
  },
  {
    name: 'testRunner',
    kind: 'choice',
    description: 'The test runner. `auto` detects it from the configuration of the project.',
  },
  {
    name: 'config',
    kind: 'text',
    file: '*.config.@(ts|mts|cts|js|mjs|cjs)',
    description:
      'The configuration file of the test runner, relative to the project or the workspace. Default: the file that the test runner finds.',
  },
  {
    name: 'environment',
    kind: 'text',
    description:
      'A name for what the tests run against, such as a database version. Facts of one environment do not apply to another. Default: `default`.',
  },
  {
    name: 'environmentVariables',
    kind: 'names',
    description:
      'Names of environment variables that change the results of all tests, separated by commas. Their values are part of the environment. Variables that tests read by name need not be declared.',
  },
  {
    name: 'dependsOnFiles',
    kind: 'names',
    description:
      'Globs of files that tests read in ways that are not traced, separated by commas and relative to the workspace. `{projectRoot}` is the folder of the project. All tests of the project depend on the matching files, and on which files match.',
  },
  {
    name: 'ignoreDependencies',
    kind: 'names',
    description:
      'Names or globs of npm packages to ignore, separated by commas. They are also ignored as dependencies of other packages.',
  },
  {
    name: 'reportFile',
    kind: 'text',
    description:
      'A file, relative to the workspace, to which each task appends one JSON line: the selected test files, the reasons, all that changed for each, and the time saved.',
  },
  {
    name: 'plan',
    kind: 'text',
    file: '*.json',
    description:
      'A plan written by `testmon plan`, relative to the workspace. With `planShard`, the task runs only the test files that the plan assigns to this shard.',
  },
  {
    name: 'planShard',
    kind: 'text',
    description: 'The plan shard to run on this machine, as named by `testmon plan`.',
  },
  {
    name: 'retryFlaky',
    kind: 'number',
    description:
      'How often to rerun a failed test file that is known to be flaky, from 0 to 9. If it passes then, the run passes, and the output says so. Default: 0.',
  },
] as const satisfies readonly TaskOptionEntry[];

export type TaskOptionName = (typeof taskOptionTable)[number]['name'];

const table: readonly TaskOptionEntry[] = taskOptionTable;

/** `reportFile` → `NX_TESTMON_REPORT_FILE`. */
export function variableOf(option: string): string {
  const own = table.find(({ name }) => name === option)?.variable;
  return own ?? `NX_TESTMON_${option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** All names by which an option can be set: its own name first, then its opposite and its alias. */
export function namesOfOption({ name, opposite, alias }: TaskOptionEntry): string[] {
  return [name, opposite, alias].filter((one) => one !== undefined);
}

/** The other names of the option with the given name. Setting one name resets the others. */
export function otherNamesOf(name: string): string[] {
  const entry = table.find((one) => namesOfOption(one).includes(name));
  return entry === undefined ? [] : namesOfOption(entry).filter((one) => one !== name);
}
