/** One option of a task, as the executor, the command line and an environment variable take it. */
export interface TaskOptionEntry {
  /** As Nx knows it: `reportFile` is `--reportFile` there, and `--report-file` on the command line. */
  readonly name: string;
  readonly kind: 'flag' | 'text' | 'names' | 'choice';
  /** Of a flag: the name that says the opposite, where that is no plain `no-<name>`. */
  readonly opposite?: string;
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
    description: 'Run everything, and record it.',
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
    name: 'reportFile',
    kind: 'text',
    description:
      'A file, relative to the workspace, to which one JSON line is appended for each task: what was selected, why, and what was saved.',
  },
] as const satisfies readonly TaskOptionEntry[];

export type TaskOptionName = (typeof taskOptionTable)[number]['name'];

/** `reportFile` → `NX_TESTMON_REPORT_FILE`. */
export function variableOf(option: string): string {
  return `NX_TESTMON_${option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
