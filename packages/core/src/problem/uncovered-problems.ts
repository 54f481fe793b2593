import { joinWords, type TableOf } from './problem-text';

/** Why a project that has tests has no nx-testmon target. */
export type UncoveredProblem =
  | (TestSign & {
      readonly kind: 'unsupported-test-runner';
      /** The title of the test runner, such as `Mocha`. */
      readonly runner: string;
      /** Titles of the supported test runners. */
      readonly runners: readonly string[];
    })
  | (TestSign & {
      readonly kind: 'no-test-configuration';
      /** The title of the test runner. */
      readonly runner: string;
    })
  | (TestSign & { readonly kind: 'configuration-without-target' })
  | (TestSign & {
      readonly kind: 'test-script-with-steps';
      /** The title of the test runner. */
      readonly runner: string;
    })
  | (TestSign & {
      readonly kind: 'unknown-test-command';
      /** The command, or the executor. */
      readonly command: string;
      /** Titles of the supported test runners. */
      readonly runners: readonly string[];
    });

interface TestSign {
  readonly project: string;
  /** Evidence of tests, such as `script test` or `file playwright.config.ts`. */
  readonly sign: string;
}

export const uncoveredTexts = {
  'unsupported-test-runner': {
    title: ({ project, runner, sign }) => `${project} has ${runner} tests (${sign})`,
    explanation: ({ runners }) => `nx-testmon supports ${joinWords(runners, 'and')}.`,
    next: 'Run these tests as before.',
  },
  'no-test-configuration': {
    title: ({ project, runner, sign }) =>
      `${project} has ${runner} tests (${sign}), but no configuration that nx-testmon can find`,
    explanation: '',
    next: 'Add a configuration file with a standard name to the project folder (it may be empty), or add the file to the `include` option of the plugin in nx.json.',
  },
  'configuration-without-target': {
    title: ({ project, sign }) => `${project} has a test configuration (${sign}), but no target for it`,
    explanation: '',
    next: 'Check the options `include` and `exclude` of the nx-testmon plugin in nx.json.',
  },
  'test-script-with-steps': {
    title: ({ project, runner, sign }) => `${project} runs ${runner} together with other commands (${sign})`,
    explanation: 'Running it alone could test stale build output.',
    next: ({ runner }) =>
      `Move the ${runner} command to its own script, such as test:unit, and run the build before it (in Nx with \`dependsOn\`).`,
  },
  'unknown-test-command': {
    title: ({ project, sign, command }) =>
      `${project} has tests that nx-testmon does not recognize (${sign}: ${command})`,
    explanation: '',
    next: ({ runners }) =>
      `If they are ${joinWords(runners, 'or')} tests, add a configuration file or a script that runs only them. Otherwise run them as before.`,
  },
} satisfies TableOf<UncoveredProblem>;
