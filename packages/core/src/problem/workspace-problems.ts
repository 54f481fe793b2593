import { joinWords, type TableOf } from './problem-text';

/** Projects and targets that do not exist or cannot be listed. */
export type WorkspaceProblem =
  | { readonly kind: 'no-workspace'; readonly folder: string }
  | { readonly kind: 'nx-graph-failed'; readonly root: string; readonly detail: string }
  | { readonly kind: 'packages-unreadable'; readonly root: string; readonly detail: string }
  | { readonly kind: 'duplicate-package-name'; readonly root: string; readonly name: string }
  | {
      readonly kind: 'unknown-project';
      readonly projects: readonly string[];
      /** All projects, where Nx cannot list them. */
      readonly known?: readonly string[];
    }
  | { readonly kind: 'no-merge-source'; readonly paths: readonly string[] }
  | {
      readonly kind: 'no-target';
      /** The projects of the command line; absent: all. */
      readonly projects?: readonly string[] | undefined;
      readonly target?: string | undefined;
      readonly workspace: 'nx' | 'packages';
      /** Titles of the test runners, where their configurations make a project one with tests. */
      readonly runners?: readonly string[];
    }
  | {
      readonly kind: 'unknown-configuration';
      readonly configuration: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'needs-generator'; readonly generator: 'init' | 'remove' }
  | { readonly kind: 'no-task' }
  | { readonly kind: 'name-taken-as-target'; readonly name: string; readonly target: string }
  | { readonly kind: 'batch-not-supported' };

/** A command that cannot be carried out. */
export type CommandProblem =
  | { readonly kind: 'file-not-found'; readonly file: string; readonly root: string }
  | { readonly kind: 'not-a-test-file'; readonly file: string; readonly format: string }
  | {
      readonly kind: 'unknown-code';
      readonly file: string;
      readonly name: string;
      /** Similar names in the file. */
      readonly nearest: readonly string[];
    }
  | { readonly kind: 'no-code-at-line'; readonly file: string; readonly line: number }
  | { readonly kind: 'no-command' }
  | { readonly kind: 'command-not-started'; readonly command: string; readonly detail: string }
  | { readonly kind: 'plan-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'files-not-watched'; readonly detail: string }
  | {
      readonly kind: 'round-process-ended';
      /** Such as `exit code 134`. */
      readonly how: string;
    }
  | {
      readonly kind: 'internal-error';
      /** The stack trace, or what was thrown. */
      readonly detail: string;
    };

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

export const workspaceTexts = {
  'no-workspace': {
    title: ({ folder }) => `There is no nx.json and no package.json in ${folder} or above`,
    explanation: '',
    next: 'Run the command inside a workspace.',
  },
  'nx-graph-failed': {
    title: ({ root, detail }) => `Nx could not list the projects of ${root}: ${detail}`,
    explanation: '',
    next: 'Run `nx show projects` to see what is wrong.',
  },
  'packages-unreadable': {
    title: ({ root, detail }) => `The packages of ${root} could not be listed: ${detail}`,
    explanation: '',
    next: 'Check the `workspaces` of package.json, or pnpm-workspace.yaml.',
  },
  'duplicate-package-name': {
    title: ({ root, name }) => `Two packages of ${root} are named ${name}`,
    explanation: 'Facts are stored by the name of the package.',
    next: 'Rename one of them.',
  },
  'unknown-project': {
    title: ({ projects }) =>
      `Unknown ${projects.length === 1 ? 'project' : 'projects'}: ${projects.join(', ')}`,
    explanation: '',
    next: ({ known }) =>
      known === undefined
        ? '`nx show projects` lists the projects.'
        : `The projects are: ${known.join(', ')}.`,
  },
  'no-merge-source': {
    title: ({ paths }) => `${joinWords(paths, 'and')} ${paths.length === 1 ? 'does' : 'do'} not exist`,
    explanation: 'Nothing was merged.',
    next: ({ paths }) => `Check the ${paths.length === 1 ? 'path' : 'paths'}.`,
  },
  'no-target': {
    title: ({ projects, target, workspace }) => {
      const what = [
        ...(workspace === 'nx' || target !== undefined ? ['target'] : ['tests that nx-testmon can find']),
        ...(target === undefined ? [] : [target]),
        ...(workspace === 'nx' ? ['with the executor nx-testmon:testmon'] : []),
      ].join(' ');
      const article = what.startsWith('target') ? 'a ' : '';
      const [only, ...others] = projects ?? [];
      if (only === undefined) return `No project has ${article}${what}`;
      if (others.length === 0) return `The project ${only} has no ${what}`;
      return `None of the projects ${[only, ...others].join(', ')} has ${article}${what}`;
    },
    explanation: ({ runners }) =>
      runners === undefined
        ? ''
        : `A project has tests if it has a ${joinWords(runners, 'or')} configuration or test script.`,
    next: ({ workspace }) =>
      workspace === 'nx'
        ? 'Check that nx-testmon is among the plugins of nx.json.'
        : 'Add a configuration or such a script.',
  },
  'unknown-configuration': {
    title: ({ configuration }) => `Unknown target configuration ${configuration}`,
    explanation: ({ known }) =>
      known.length === 0 ? 'The target defines none.' : `The target defines ${joinWords(known, 'and')}.`,
    next: ({ known }) => (known.length === 0 ? 'Remove --configuration.' : 'Use one of them.'),
  },
  'needs-generator': {
    title: ({ generator }) => `testmon ${generator} does not support Nx workspaces`,
    explanation: '',
    next: ({ generator }) => `Run \`nx g nx-testmon:${generator}\`.`,
  },
  'no-task': {
    title: 'Nx passed no project and target',
    explanation: '',
    next: 'Run `nx run <project>:<target>`.',
  },
  'name-taken-as-target': {
    title: ({ name }) => `No task of this command is called "${name}"`,
    explanation: 'In Nx, -t selects targets.',
    next: ({ name, target }) => `A test name goes after --: \`nx run-many -t ${target} -- -t "${name}"\`.`,
  },
  'batch-not-supported': {
    title: 'This Nx version does not support --batch for nx-testmon',
    explanation: '',
    next: 'Run the command without --batch.',
  },
  'file-not-found': {
    title: ({ file, root }) => `There is no file ${file} in ${root}`,
    explanation: '',
    next: 'Use a path relative to the working directory or the workspace root.',
  },
  'not-a-test-file': {
    title: ({ file, format }) => `--format=${format} needs a test file, and ${file} is not one`,
    explanation: '',
    next: 'Omit --format, or use --json.',
  },
  'unknown-code': {
    title: ({ file, name }) => `${file} has no code named ${name}`,
    explanation: ({ nearest }) => (nearest.length === 0 ? 'The file has no named code.' : ''),
    next: ({ nearest }) =>
      nearest.length === 0 ? 'Omit the name.' : `Did you mean ${joinWords(nearest, 'or')}?`,
  },
  'no-code-at-line': {
    title: ({ file, line }) => `No executable code at ${file}:${line}`,
    explanation: 'The line does not exist or contains only types, imports or comments.',
    next: 'Use a line of a function, a declaration or a statement.',
  },
  'no-command': {
    title: 'No command to run',
    explanation: '',
    next: 'Write the command after --, such as: testmon exec -- turbo run test.',
  },
  'command-not-started': {
    title: ({ command, detail }) => `${command} could not be started: ${detail}`,
    explanation: '',
    next: 'Check that it is installed and on the PATH.',
  },
  'plan-not-written': {
    title: ({ file, detail }) => `The plan ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Choose a file in an existing, writable folder.',
  },
  'files-not-watched': {
    title: ({ detail }) => `The files of the workspace can't be watched: ${detail}`,
    explanation: '',
    next: 'If the limit of the system is reached, raise it (on Linux fs.inotify.max_user_watches), or let git ignore folders that tests do not need.',
  },
  'round-process-ended': {
    title: ({ how }) => `The process that runs the rounds has ended with ${how}`,
    explanation: '',
    next: 'The next round starts it again. If it ends again, run `testmon run` to see why.',
  },
  'internal-error': {
    title: ({ detail }) => `Internal error: ${detail}`,
    explanation: 'This is a bug in nx-testmon.',
    next: 'Please report it with this output.',
  },
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
} satisfies TableOf<WorkspaceProblem | CommandProblem | SeedProblem>;
