import type { TableOf } from './problem-text';

/** Why a project that has tests has no target of nx-testmon. */
export type UncoveredProblem =
  | (TestSign & {
      readonly kind: 'unsupported-test-runner';
      /** As it is written, such as `Mocha`. */
      readonly runner: string;
      /** Titles of the test runners that are supported. */
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
      /** Titles of the test runners that are supported. */
      readonly runners: readonly string[];
    });

interface TestSign {
  readonly project: string;
  /** What shows that there are tests, such as `script test` or `file playwright.config.ts`. */
  readonly sign: string;
}

export const uncoveredTexts = {
  'unsupported-test-runner': {
    title: ({ project, runner, sign }) => `${project} has tests of ${runner} (${sign})`,
    explanation: ({ runners }) => `nx-testmon runs tests of ${listed(runners, 'and')}.`,
    next: 'Run these tests as before.',
  },
  'no-test-configuration': {
    title: ({ project, runner, sign }) =>
      `${project} has tests of ${runner} (${sign}) and no configuration of it that nx-testmon finds`,
    explanation: '',
    next: 'Add a configuration file with a usual name to the folder of the project (it may be empty), or name the file in the option `include` of the plugin in nx.json.',
  },
  'configuration-without-target': {
    title: ({ project, sign }) => `${project} has a test configuration (${sign}) and no target for it`,
    explanation: '',
    next: 'Check the options `include` and `exclude` of the plugin nx-testmon in nx.json.',
  },
  'test-script-with-steps': {
    title: ({ project, runner, sign }) => `${project} runs ${runner} together with other commands (${sign})`,
    explanation: 'Without them, its tests could run on an old build.',
    next: ({ runner }) =>
      `Give \`${runner}\` a script of its own, such as test:unit, and run the build before it (in Nx by \`dependsOn\`).`,
  },
  'unknown-test-command': {
    title: ({ project, sign, command }) =>
      `${project} has tests that nx-testmon can't read (${sign}: ${command})`,
    explanation: '',
    next: ({ runners }) =>
      `If they are tests of ${listed(runners, 'or')}, add a configuration file or a script that runs nothing else. Otherwise run them as before.`,
  },
} satisfies TableOf<UncoveredProblem>;

function listed(words: readonly string[], conjunction: string): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}
