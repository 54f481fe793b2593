import type { TableOf } from './problem-text';

/** Why a test runner could not be loaded or configured. */
export type RunnerProblem =
  | {
      readonly kind: 'runner-not-installed';
      readonly title: string;
      readonly projectRoot: string;
      readonly packageName?: string | undefined;
    }
  | {
      readonly kind: 'runner-unsupported';
      readonly title: string;
      readonly version: string;
      readonly projectRoot: string;
      /** Major versions, both included. */
      readonly oldest: number;
      readonly newest: number;
    }
  | {
      readonly kind: 'no-runner-config';
      readonly config: string;
      readonly projectRoot: string;
      readonly workspaceRoot: string;
    }
  | {
      readonly kind: 'runner-refused';
      readonly title: string;
      /** The test runner's own message. */
      readonly message: string;
    }
  | {
      readonly kind: 'runner-died';
      readonly title: string;
      readonly exitCode: number;
      readonly output: string;
      /** The command that prints the test runner's own error. */
      readonly listCommand: string;
    }
  | {
      readonly kind: 'no-test-script';
      readonly manifest: string;
      /** The command that a script must be. */
      readonly command: string;
    }
  | { readonly kind: 'manifest-unreadable'; readonly manifest: string; readonly detail: string };

export const runnerTexts = {
  'runner-not-installed': {
    title: ({ title, projectRoot }) => `${title} is not installed where ${projectRoot} can resolve it`,
    explanation: '',
    next: ({ title, packageName }) =>
      packageName === undefined
        ? `Install ${title}.`
        : `Install it, for example with \`npm install --save-dev ${packageName}\`.`,
  },
  'runner-unsupported': {
    title: ({ title, version, projectRoot }) => `${title} ${version} in ${projectRoot} is not supported`,
    explanation: ({ oldest, newest }) =>
      `Versions ${oldest} ${newest - oldest === 1 ? 'and' : 'to'} ${newest} are supported.`,
    next: "Install one of them, or run this project's tests without nx-testmon.",
  },
  'no-runner-config': {
    title: ({ config, projectRoot, workspaceRoot }) =>
      `There is no ${config} in ${projectRoot} or ${workspaceRoot}`,
    explanation: '',
    next: 'Fix the option `config`.',
  },
  'runner-refused': {
    title: ({ title, message }) => `${title} rejected its configuration or arguments: ${message}`,
    explanation: '',
    next: ({ title }) => `Fix the ${title} configuration or arguments.`,
  },
  'runner-died': {
    title: ({ title, exitCode, output }) =>
      `${title} exited with code ${exitCode} while reading its configuration${output.trim() === '' ? '' : `:\n${output.trim()}\n`}`,
    explanation: '',
    next: ({ listCommand }) => `Run \`${listCommand}\` in the project to see what is wrong.`,
  },
  'no-test-script': {
    title: ({ manifest, command }) => `No script in ${manifest} is a plain \`${command}\` command`,
    explanation: '',
    next: ({ command }) =>
      `Add a script such as "test": "${command}", with nothing before or after the command. Build steps belong in \`dependsOn\`.`,
  },
  'manifest-unreadable': {
    title: ({ manifest, detail }) => `${manifest} could not be read: ${detail}`,
    explanation: '',
    next: 'Fix the file.',
  },
} satisfies TableOf<RunnerProblem>;
