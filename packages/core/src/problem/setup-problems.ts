import { joinWords, type TableOf } from './problem-text';

/** Missing setup without which nx-testmon selects more or shares less. */
export type SetupProblem =
  | VersionProblem
  | CiProblem
  | { readonly kind: 'plugin-not-registered'; readonly file: string }
  | { readonly kind: 'store-not-ignored'; readonly root: string }
  | { readonly kind: 'store-committed'; readonly root: string }
  | { readonly kind: 'lockfile-missing'; readonly root: string }
  | {
      readonly kind: 'lockfile-unreadable';
      /** Relative to the workspace root. */
      readonly path: string;
    }
  | {
      readonly kind: 'packages-not-as-locked';
      readonly root: string;
      /** For some packages, the installed version and the locked one. */
      readonly packages: readonly string[];
      /** Installs the versions of the lockfile. */
      readonly command: string;
    }
  | {
      readonly kind: 'contradicting-variables';
      /** Two variables for one option. */
      readonly variables: readonly string[];
    }
  | {
      readonly kind: 'unread-variables';
      readonly variables: readonly string[];
    }
  | {
      readonly kind: 'unlisted-dependencies';
      readonly project: string;
      /** Some of the inputs and names of projects that Nx does not know. */
      readonly dependencies: readonly string[];
    };

/** Which versions are installed. */
export type VersionProblem =
  | ({ readonly kind: 'nx-too-old' } & NxVersion)
  | ({ readonly kind: 'nx-too-new' } & NxVersion)
  | {
      readonly kind: 'versions-differ';
      /** The version of this command. */
      readonly own: string;
      readonly installed: string;
    };

interface NxVersion {
  readonly version: string;
  /** Major versions that are supported, both included. */
  readonly oldest: number;
  readonly newest: number;
}

/** How a CI job differs from docs/ci.md. */
export type CiProblem =
  | { readonly kind: 'store-not-restored'; readonly file: string }
  | { readonly kind: 'pull-request-collects' }
  | {
      readonly kind: 'main-branch-reads-only';
      /** The variables that cause it. */
      readonly variables: readonly string[];
    };

const nxExplanation = ({ oldest, newest }: NxVersion) => `nx-testmon supports Nx ${oldest} to ${newest}.`;

export const setupTexts = {
  'nx-too-old': {
    title: ({ version }) => `Nx ${version} is not supported`,
    explanation: nxExplanation,
    next: 'Update Nx with `nx migrate latest`, or use `testmon run` without the plugin.',
  },
  'nx-too-new': {
    title: ({ version }) => `nx-testmon has not been tested with Nx ${version}`,
    explanation: nxExplanation,
    next: 'Update nx-testmon.',
  },
  'versions-differ': {
    title: ({ own, installed }) =>
      `nx-testmon ${installed} is installed in the workspace, but this command has version ${own}`,
    explanation: 'All nx-testmon packages must have the same version.',
    next: 'Run `npx testmon` in the workspace, and install only one version.',
  },
  'store-not-restored': {
    title: ({ file }) => `This CI job has no store at ${file}`,
    explanation: 'Without facts, every test file is selected.',
    next: 'Restore the .testmon folder from the cache of the main branch before the tests. See docs/ci.md.',
  },
  'pull-request-collects': {
    title: 'This job runs for a pull request, and NX_TESTMON_NOCOLLECT is not set',
    explanation:
      'If its tests collect and it can write the cache of the main branch, it decides what others skip.',
    next: 'Set NX_TESTMON_NOCOLLECT=1 for the tests of pull requests, and for testmon doctor too. See docs/ci.md.',
  },
  'main-branch-reads-only': {
    title: ({ variables }) =>
      `This job runs for the main branch and does not collect, because of ${joinWords(variables, 'and')}`,
    explanation: 'Pull requests then start from old facts or from none.',
    next: ({ variables }) =>
      `Unset ${joinWords(variables, 'and')} in this job, and save the .testmon folder after it. See docs/ci.md.`,
  },
  'plugin-not-registered': {
    title: ({ file }) => `${file} does not list the nx-testmon plugin`,
    explanation:
      'Without it, no targets are inferred, and the tasks of a command do not share an execution ID.',
    next: 'Run `npx nx g nx-testmon:init`, or add "nx-testmon" to `plugins`.',
  },
  'store-not-ignored': {
    title: ({ root }) => `git does not ignore the .testmon folder of ${root}`,
    explanation: 'The store changes with every run, and each branch would have its own.',
    next: 'Add `.testmon` to .gitignore.',
  },
  'store-committed': {
    title: ({ root }) => `git tracks files in the .testmon folder of ${root}`,
    explanation: 'The store changes with every run, and each branch has its own.',
    next: 'Run `git rm -r --cached .testmon`, and add `.testmon` to .gitignore.',
  },
  'lockfile-missing': {
    title: ({ root }) => `There is no lockfile in ${root}`,
    explanation: 'Packages are compared by their installed versions only, without their dependencies.',
    next: 'Commit the lockfile of your package manager.',
  },
  'lockfile-unreadable': {
    title: ({ path }) => `The lockfile ${path} can't be read`,
    explanation:
      'Every package then depends on the whole file, so any change to it selects nearly every test file.',
    next: 'Generate it with a supported package manager: npm, pnpm, Yarn, or Bun with `bun.lock`.',
  },
  'packages-not-as-locked': {
    title: ({ root, packages }) =>
      `The packages installed in ${root} do not match the lockfile: ${packages.join('; ')}`,
    explanation: 'Test files that use these packages are selected, and their results are not stored.',
    next: ({ command }) => `Install with your package manager, for example with \`${command}\`.`,
  },
  'contradicting-variables': {
    title: ({ variables }) => `The environment variables ${variables.join(' and ')} contradict each other`,
    explanation: '',
    next: 'Unset one of them.',
  },
  'unread-variables': {
    title: ({ variables }) => `nx-testmon does not use ${variables.join(', ')}`,
    explanation: '',
    next: 'Fix the name or unset the variable. See the options table in the README.',
  },
  'unlisted-dependencies': {
    title: ({ project, dependencies }) =>
      `Tests of ${project} have dependencies that Nx does not know: ${dependencies.join(', ')}`,
    explanation: "Nx's cache and `nx affected` ignore changes to them.",
    next: 'Run `npx nx g nx-testmon:sync`, review the changes and commit them.',
  },
} satisfies TableOf<SetupProblem>;
