import type { TableOf } from './problem-text';

/** Why nothing could be seeded. */
export type SeedProblem =
  | { readonly kind: 'seed-without-collect' }
  | { readonly kind: 'no-git-repository'; readonly root: string; readonly detail: string }
  | { readonly kind: 'unknown-commit'; readonly commit: string }
  | {
      readonly kind: 'checkout-failed';
      readonly commit: string;
      readonly folder: string;
      readonly detail: string;
    }
  | {
      readonly kind: 'base-file-changed';
      /** Relative to the workspace root. */
      readonly path: string;
    }
  | { readonly kind: 'package-not-locked'; readonly name: string }
  | { readonly kind: 'package-version-changed'; readonly name: string };

const runsNext = 'The next run selects the test file.';

export const seedTexts = {
  'seed-without-collect': {
    title: 'testmon seed cannot run with nocollect, because it writes to the store',
    explanation: '',
    next: 'Unset nocollect to seed.',
  },
  'no-git-repository': {
    title: ({ root, detail }) => `${root} is not in a git repository: ${detail}`,
    explanation: 'The base commit is read from git.',
    next: 'Run the command in a clone of the repository.',
  },
  'unknown-commit': {
    title: ({ commit }) => `Unknown commit ${commit}`,
    explanation: '',
    next: 'Fetch it first, for example with `git fetch origin main`, or fix --base.',
  },
  'checkout-failed': {
    title: ({ commit, folder, detail }) => `${commit} could not be checked out to ${folder}: ${detail}`,
    explanation: '',
    next: 'Check the free disk space: a copy of the workspace is needed.',
  },
  'base-file-changed': {
    title: ({ path }) => `${path} has changed since this commit`,
    explanation: 'The test file depends on all files of its project, so it is not seeded.',
    next: runsNext,
  },
  'package-not-locked': {
    title: ({ name }) => `The package ${name} is not in the lockfile`,
    explanation: 'Its version at this commit is unknown.',
    next: runsNext,
  },
  'package-version-changed': {
    title: ({ name }) =>
      `The lockfile of this commit or the installed packages have a different version of ${name} or of one of its dependencies`,
    explanation: '',
    next: runsNext,
  },
} satisfies TableOf<SeedProblem>;
