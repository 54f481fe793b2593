import { count } from './count';
import { printable, printableLines } from './printable';

/**
 * Everything that is expected to go wrong, as data: what happened and where. Each kind has its text in
 * {@link problemTable}; a bug is none of these and throws.
 */
export type Problem =
  | OptionProblem
  | UsageProblem
  | WorkspaceProblem
  | CommandProblem
  | SeedProblem
  | SetupProblem
  | SourceProblem
  | RunnerProblem
  | StoreProblem
  | StoreContentProblem
  | RecordProblem
  | OutputProblem;

/** What a user wrote as an option or a variable. */
export type OptionProblem =
  | { readonly kind: 'unknown-option'; readonly option: string; readonly meant: string }
  | { readonly kind: 'unknown-variable'; readonly variable: string; readonly meant: string }
  | {
      readonly kind: 'invalid-option';
      /** As it was written: `--collect`, or the variable that sets it. */
      readonly name: string;
      /** What is allowed, such as `must be true or false`. */
      readonly rule: string;
    }
  | { readonly kind: 'contradicting-options'; readonly option: 'verify' | 'forceselect' }
  | { readonly kind: 'glob-outside-workspace'; readonly glob: string }
  | { readonly kind: 'invalid-plugin-options'; readonly rules: readonly string[] };

/** What the parser of the command line did not accept. Flags are as they are written, with their dashes. */
export type UsageProblem =
  | {
      readonly kind: 'unknown-command';
      readonly name: string;
      /** Names of commands that look like it. */
      readonly meant?: string | undefined;
    }
  | (OfCommand & {
      readonly kind: 'unknown-flag';
      readonly flag: string;
      readonly meant?: string | undefined;
    })
  | (OfCommand & {
      readonly kind: 'flag-with-value';
      readonly flag: string;
      /** The flag that says what the value was to say. */
      readonly meant?: string | undefined;
    })
  | (OfCommand & { readonly kind: 'flag-without-value'; readonly flag: string })
  | (OfCommand & { readonly kind: 'missing-flag'; readonly flag: string })
  | (OfCommand & { readonly kind: 'missing-argument'; readonly argument: string })
  | (OfCommand & { readonly kind: 'excess-arguments' })
  | (OfCommand & {
      readonly kind: 'invalid-flag-value';
      readonly flag: string;
      readonly value: string;
      readonly allowed: string;
    });

interface OfCommand {
  /** The command of `testmon`; absent where the command line names none. */
  readonly command?: string | undefined;
}

/** Which projects and targets there are. */
export type WorkspaceProblem =
  | { readonly kind: 'no-workspace'; readonly folder: string }
  | { readonly kind: 'nx-graph-failed'; readonly root: string; readonly detail: string }
  | { readonly kind: 'packages-unreadable'; readonly root: string; readonly detail: string }
  | { readonly kind: 'duplicate-package-name'; readonly root: string; readonly name: string }
  | {
      readonly kind: 'unknown-project';
      readonly projects: readonly string[];
      /** Those that there are, where Nx does not list them. */
      readonly known?: readonly string[];
    }
  | { readonly kind: 'no-merge-source'; readonly paths: readonly string[] }
  | {
      readonly kind: 'no-target';
      /** Those that were asked for; absent: all. */
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
  | { readonly kind: 'no-task' };

/** What else a command line asks for. */
export type CommandProblem =
  | { readonly kind: 'file-not-found'; readonly file: string; readonly root: string }
  | { readonly kind: 'file-in-no-project'; readonly file: string }
  | { readonly kind: 'not-a-test-file'; readonly file: string; readonly project: string }
  | { readonly kind: 'no-command' }
  | { readonly kind: 'command-not-started'; readonly command: string; readonly detail: string }
  | { readonly kind: 'invalid-days'; readonly days: string }
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

/** What a workspace lacks for nx-testmon to work as well as it can. */
export type SetupProblem =
  | { readonly kind: 'plugin-not-registered'; readonly file: string }
  | { readonly kind: 'store-not-ignored'; readonly root: string }
  | { readonly kind: 'lockfile-missing'; readonly root: string }
  | {
      readonly kind: 'lockfile-unreadable';
      /** Relative to the workspace root. */
      readonly path: string;
    }
  | { readonly kind: 'packages-not-as-locked'; readonly root: string };

/** What of the workspace could not be read, or is not known. More is selected then. Paths are relative to its root. */
export type SourceProblem =
  | { readonly kind: 'folder-unreadable'; readonly path: string }
  | { readonly kind: 'file-unreadable'; readonly path: string; readonly detail: string }
  | { readonly kind: 'module-unreadable'; readonly path: string; readonly detail: string }
  | { readonly kind: 'parser-not-loaded'; readonly detail: string }
  | { readonly kind: 'manifest-invalid'; readonly path: string }
  | { readonly kind: 'tsconfig-unreadable'; readonly path: string }
  | { readonly kind: 'too-many-ignored-files'; readonly path: string; readonly limit: number }
  | {
      readonly kind: 'package-not-as-locked';
      /** The versions that are installed, and those of the lockfile. */
      readonly detail: string;
      /** Installs what the lockfile says. */
      readonly command: string;
    }
  | { readonly kind: 'package-in-no-lockfile'; readonly name: string }
  | { readonly kind: 'no-declared-file'; readonly glob: string };

/** Why a test runner could not be asked. */
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
      /** In the runner's own words. */
      readonly message: string;
    }
  | {
      readonly kind: 'runner-died';
      readonly title: string;
      readonly exitCode: number;
      readonly output: string;
      /** Shows what the runner says of its configuration. */
      readonly listCommand: string;
    }
  | {
      readonly kind: 'no-test-script';
      readonly manifest: string;
      /** The command that a script must be. */
      readonly command: string;
    }
  | { readonly kind: 'manifest-unreadable'; readonly manifest: string; readonly detail: string };

/** Why the store could not be read or written. */
export type StoreProblem =
  | { readonly kind: 'unsupported-node'; readonly version: string }
  | { readonly kind: 'sqlite-not-loaded'; readonly detail: string }
  | StoreFileProblem;

/** What of a store could not be used. More is selected then. */
export type StoreContentProblem =
  | { readonly kind: 'no-facts-yet'; readonly file: string }
  | { readonly kind: 'store-damaged-in-parts'; readonly detail: string }
  | { readonly kind: 'damaged-facts'; readonly facts: number }
  | { readonly kind: 'passes-ahead-of-clock'; readonly passes: number };

export type StoreFileProblemKind =
  | 'store-missing'
  | 'store-empty'
  | 'store-foreign'
  | 'store-newer'
  | 'store-damaged'
  | 'store-busy'
  | 'store-in-wal-mode'
  | 'store-unreadable'
  | 'store-refused'
  | 'store-locked'
  | 'store-not-writable';

export type StoreFileProblem = {
  [Kind in StoreFileProblemKind]: StoreFile & { readonly kind: Kind };
}[StoreFileProblemKind];

export interface StoreFile {
  /** Absolute path of what was read or written. */
  readonly file: string;
  /** What was seen: a version, the system's own message. */
  readonly detail?: string | undefined;
}

/** Why a file was not merged. */
export type MergeSourceProblem =
  | RecordFileProblem
  | {
      readonly kind: 'database-not-merged';
      readonly file: string;
      /** What it is as a store. */
      readonly cause: StoreFileProblemKind;
      readonly detail?: string | undefined;
    };

/** Why a record was not merged. */
export type RecordFileProblem =
  | { readonly kind: 'not-a-record'; readonly file: string; readonly reason: string }
  | { readonly kind: 'record-newer'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'record-invalid';
      readonly file: string;
      readonly reason: string;
      /** Whether it was in the store, and was moved out of the way to where it is now. */
      readonly isMovedAside?: boolean;
    }
  | { readonly kind: 'record-unreadable'; readonly file: string; readonly reason: string };

/** Why something was not kept. */
export type RecordProblem =
  | MergeSourceProblem
  | { readonly kind: 'record-not-written'; readonly detail: string }
  | { readonly kind: 'record-not-kept'; readonly detail: string }
  | { readonly kind: 'store-moved-aside'; readonly file: string; readonly reason: string }
  | { readonly kind: 'collecting-failed'; readonly detail: string };

/** Why what was to be printed elsewhere could not be. */
export type OutputProblem =
  | { readonly kind: 'report-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'summary-not-written'; readonly file: string; readonly detail: string };

export type ProblemKind = Problem['kind'];
export type ProblemOf<Kind extends ProblemKind> = Extract<Problem, { readonly kind: Kind }>;

/** In place of a result: why there is none. */
export interface Failed<OneProblem extends Problem = Problem> {
  readonly ok: false;
  readonly problem: OneProblem;
}

export function failed<const OneProblem extends Problem>(problem: OneProblem): Failed<OneProblem> {
  return { ok: false, problem };
}

type Text<OneProblem> = string | ((problem: OneProblem) => string);

/** Sentences for people. */
export interface ProblemText<OneProblem> {
  /** What happened, and where; without a full stop at its end. */
  readonly title: Text<OneProblem>;
  /** What it means; empty where the title says it all. */
  readonly explanation: Text<OneProblem>;
  /** What to do. */
  readonly next: Text<OneProblem>;
}

export type ProblemTable = { readonly [Kind in ProblemKind]: ProblemText<ProblemOf<Kind>> };

const everythingSelected = 'so every test file is selected';
const movedAsideNext =
  'Run once without --nocollect: the file is moved aside, never deleted, and a new store is started.';

const runsNext = 'The next run selects it.';

const copyAgain = 'Copy it again from where it was written.';
const mergeLater = 'Merge it again when the program that uses it has ended.';
const checkPermissions = 'Check the permissions of the file and its folder.';

/** What a database that can't be merged is. It belongs to the user: nothing is done to it, or advised, that loses data. */
const databaseCauses: Readonly<
  Record<StoreFileProblemKind, { readonly what: string; readonly next: string }>
> = {
  'store-missing': { what: 'it does not exist', next: 'Check the path.' },
  'store-empty': { what: 'it holds no bytes', next: copyAgain },
  'store-foreign': { what: 'it is a database of another program', next: 'Name a store of nx-testmon.' },
  'store-newer': { what: 'a newer version of nx-testmon wrote it', next: 'Update nx-testmon.' },
  'store-damaged': { what: 'it is damaged', next: copyAgain },
  'store-busy': { what: 'it changed each time it was read', next: mergeLater },
  'store-in-wal-mode': { what: 'another program left it in WAL mode', next: mergeLater },
  'store-unreadable': { what: 'the system refused to read it', next: checkPermissions },
  'store-refused': { what: 'it is not a regular file', next: 'Name the file itself.' },
  'store-locked': { what: 'another program has locked it', next: mergeLater },
  'store-not-writable': { what: 'the system refused to write it', next: checkPermissions },
};

/** A kind without its texts does not compile. */
export const problemTable = {
  'unknown-option': {
    title: ({ option }) => `Unknown option --${option}`,
    explanation: '',
    next: ({ meant }) => `Did you mean --${meant}?`,
  },
  'unknown-variable': {
    title: ({ variable }) => `Unknown environment variable ${variable}`,
    explanation: '',
    next: ({ meant }) => `Did you mean ${meant}? Rename it or unset it.`,
  },
  'invalid-option': {
    title: ({ name, rule }) => `${name} ${rule}`,
    explanation: '',
    next: 'See the options table in the README of nx-testmon.',
  },
  'contradicting-options': {
    title: ({ option }) => `--${option} and --noselect contradict each other`,
    explanation: ({ option }) =>
      option === 'verify' ? '--verify runs every test file too, and checks the selection.' : '',
    next: 'Remove one of them.',
  },
  'glob-outside-workspace': {
    title: ({ glob }) => `dependsOnFiles: ${glob} leads out of the workspace`,
    explanation: '',
    next: 'Write globs relative to the workspace root, such as {projectRoot}/fixtures/**.',
  },
  'invalid-plugin-options': {
    title: ({ rules }) => `Invalid options of the plugin nx-testmon in nx.json: ${rules.join('; ')}`,
    explanation: '',
    next: 'Correct them in nx.json.',
  },

  'unknown-command': {
    title: ({ name }) => `Unknown command ${name}`,
    explanation: '',
    next: ({ meant }) =>
      meant === undefined ? '`testmon --help` lists the commands.' : `Did you mean ${meant}?`,
  },
  'unknown-flag': {
    title: ({ flag }) => `Unknown option ${flag}`,
    explanation: '',
    next: ({ meant, command }) => (meant === undefined ? helpNext(command) : `Did you mean ${meant}?`),
  },
  'flag-with-value': {
    title: ({ flag }) => `The option ${flag} takes no value`,
    explanation: '',
    next: ({ meant, command }) => (meant === undefined ? helpNext(command) : `Write ${meant}.`),
  },
  'flag-without-value': {
    title: ({ flag }) => `The option ${flag} has no value`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'missing-flag': {
    title: ({ flag }) => `The option ${flag} is missing`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'missing-argument': {
    title: ({ argument }) => `The argument <${argument}> is missing`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'excess-arguments': {
    title: ({ command }) =>
      `${command === undefined ? 'testmon' : `testmon ${command}`} does not take these arguments`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'invalid-flag-value': {
    title: ({ flag, value }) => `The option ${flag} can't be ${value}`,
    explanation: '',
    next: ({ allowed }) => `Write one of ${allowed}.`,
  },

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
      `${projects.length === 1 ? 'There is no project' : 'There are no projects'} ${projects.join(', ')}`,
    explanation: '',
    next: ({ known }) =>
      known === undefined
        ? '`nx show projects` lists the projects.'
        : `The projects are: ${known.join(', ')}.`,
  },
  'no-merge-source': {
    title: ({ paths }) => `There is nothing at ${paths.join(', ')}`,
    explanation: '',
    next: 'Check the paths. Nothing was merged.',
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
        : `A project has tests if it has a configuration or a test script of ${runners.join(' or ')}.`,
    next: ({ workspace }) =>
      workspace === 'nx'
        ? 'Check that nx-testmon is among the plugins of nx.json.'
        : 'Add a configuration or such a script.',
  },
  'unknown-configuration': {
    title: ({ configuration }) => `The target has no configuration ${configuration}`,
    explanation: '',
    next: ({ known }) =>
      known.length === 0 ? 'It has no configurations.' : `Its configurations are: ${known.join(', ')}.`,
  },
  'no-task': {
    title: 'Nx named no project and target to run',
    explanation: '',
    next: 'Run `nx run <project>:<target>`.',
  },

  'file-not-found': {
    title: ({ file, root }) => `There is no file ${file} in ${root}`,
    explanation: '',
    next: 'Name the file by its path from the working directory or from the workspace root.',
  },
  'file-in-no-project': {
    title: ({ file }) => `${file} is in no project`,
    explanation: '',
    next: 'Name the project whose test configuration includes it with --project.',
  },
  'not-a-test-file': {
    title: ({ file, project }) => `${file} is not a test file of ${project}`,
    explanation: 'The test configuration of the project does not include it.',
    next: 'Name another project with --project, or include the file in the configuration.',
  },
  'no-command': {
    title: 'No command to run',
    explanation: '',
    next: 'Name a command after --, such as: testmon exec -- turbo run test.',
  },
  'command-not-started': {
    title: ({ command, detail }) => `${command} could not be started: ${detail}`,
    explanation: '',
    next: 'Check that it is installed and on the PATH.',
  },
  'invalid-days': {
    title: ({ days }) => `--gone-days must be a number of days, and is ${days}`,
    explanation: '',
    next: 'Write a number, such as --gone-days 7.',
  },
  'internal-error': {
    title: ({ detail }) => `Internal error: ${detail}`,
    explanation: 'This is a bug in nx-testmon.',
    next: 'Please report it with these lines.',
  },

  'seed-without-collect': {
    title: 'nocollect is set, and seed writes to the store',
    explanation: '',
    next: 'Unset nocollect, or do not seed.',
  },
  'no-git-repository': {
    title: ({ root, detail }) => `${root} is not in a git repository: ${detail}`,
    explanation: 'The base commit is read from git.',
    next: 'Run the command in a clone of the repository.',
  },
  'unknown-commit': {
    title: ({ commit }) => `git knows no commit ${commit}`,
    explanation: '',
    next: 'Fetch it first, for example with `git fetch origin main`, or correct --base.',
  },
  'checkout-failed': {
    title: ({ commit, folder, detail }) => `${commit} could not be checked out to ${folder}: ${detail}`,
    explanation: '',
    next: 'Check that there is room for a copy of the workspace.',
  },
  'base-file-changed': {
    title: ({ path }) => `${path} has changed since this commit`,
    explanation: 'The test depends on whole projects.',
    next: runsNext,
  },
  'package-not-locked': {
    title: ({ name }) => `The package ${name} is not in the lockfile`,
    explanation: 'Its version at this commit is unknown.',
    next: runsNext,
  },
  'package-version-changed': {
    title: ({ name }) =>
      `The lockfile of this commit, or what is installed, has a different version of ${name} or of one of its dependencies`,
    explanation: '',
    next: runsNext,
  },

  'plugin-not-registered': {
    title: ({ file }) => `${file} does not list the plugin nx-testmon`,
    explanation: 'Without it, no targets are inferred and tasks of one command have no common execution ID.',
    next: 'Run `nx add nx-testmon`, or add "nx-testmon" to its `plugins`.',
  },
  'store-not-ignored': {
    title: ({ root }) => `The folder .testmon of ${root} is not ignored by git`,
    explanation: 'The store changes with every run, and each branch would bring another one.',
    next: 'Add `.testmon` to .gitignore.',
  },
  'lockfile-missing': {
    title: ({ root }) => `There is no lockfile in ${root}`,
    explanation: 'Packages count by their installed versions, without what they require.',
    next: 'Commit the lockfile of your package manager.',
  },
  'lockfile-unreadable': {
    title: ({ path }) => `The lockfile ${path} can't be read`,
    explanation: 'Every package depends on all of it, so each change of it selects nearly every test file.',
    next: 'Write it again with a supported package manager: npm, pnpm, Yarn, or Bun with `bun.lock`.',
  },
  'packages-not-as-locked': {
    title: ({ root }) => `Other versions are installed in ${root} than the lockfile says`,
    explanation: 'Test files that use these packages are selected, and their results are not stored.',
    next: 'Install with your package manager, for example with `npm ci`.',
  },

  'folder-unreadable': {
    title: ({ path }) => `The folder ${path} can't be read`,
    explanation: 'Its files are not known.',
    next: 'Check its permissions.',
  },
  'file-unreadable': {
    title: ({ path, detail }) => `${path} can't be read: ${detail}`,
    explanation: 'It counts by its time of modification.',
    next: 'Check its permissions.',
  },
  'module-unreadable': {
    title: ({ path, detail }) => `${path} can't be parsed: ${detail}`,
    explanation: 'The file counts as one block.',
    next: 'If its syntax is right, please report it.',
  },
  'parser-not-loaded': {
    title: ({ detail }) => `oxc-parser can't be loaded: ${detail}`,
    explanation: 'Each module counts as one block.',
    next: 'Install nx-testmon again with optional dependencies.',
  },
  'manifest-invalid': {
    title: ({ path }) => `${path} is no JSON object`,
    explanation: 'What it says about modules and packages is not known.',
    next: 'Correct the file.',
  },
  'tsconfig-unreadable': {
    title: ({ path }) => `${path} or what it extends can't be read`,
    explanation: 'Only the options in the file itself count.',
    next: 'Correct the file, or what it extends.',
  },
  'too-many-ignored-files': {
    title: ({ path, limit }) => `Only ${limit} files of ${path} are read`,
    explanation: 'Git ignores the folder, and code names it.',
    next: 'Name a smaller folder in the code, or declare the files with `dependsOnFiles`.',
  },
  'package-not-as-locked': {
    title: ({ detail }) => detail,
    explanation: 'Test files that use it are selected, and their results are not stored.',
    next: ({ command }) => `Run \`${command}\`.`,
  },
  'package-in-no-lockfile': {
    title: ({ name }) => `The package ${name} is in no lockfile`,
    explanation: 'It counts by its installed version.',
    next: 'Install it with your package manager, and commit the lockfile.',
  },
  'no-declared-file': {
    title: ({ glob }) => `dependsOnFiles: no file matches ${glob}`,
    explanation: '',
    next: 'Correct the glob; that of a folder ends with `/**`.',
  },

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
    next: 'Correct the option `config`.',
  },
  'runner-refused': {
    title: ({ title, message }) => `${title} did not accept its configuration or arguments: ${message}`,
    explanation: '',
    next: ({ title }) => `Correct the configuration or the arguments of ${title}.`,
  },
  'runner-died': {
    title: ({ title, exitCode, output }) =>
      `${title} ended with exit code ${exitCode} while it read its configuration${output.trim() === '' ? '' : `:\n${output.trim()}\n`}`,
    explanation: '',
    next: ({ listCommand }) => `Run \`${listCommand}\` in the project to see what is wrong.`,
  },
  'no-test-script': {
    title: ({ manifest, command }) => `No script in ${manifest} is a plain \`${command}\` command`,
    explanation: '',
    next: ({ command }) =>
      `Give the project a script such as "test": "${command}", with nothing before or after it; what has to be built first belongs in \`dependsOn\`.`,
  },
  'manifest-unreadable': {
    title: ({ manifest, detail }) => `${manifest} could not be read: ${detail}`,
    explanation: '',
    next: 'Correct the file.',
  },

  'unsupported-node': {
    title: ({ version }) => `Node ${version || '(unknown version)'} is not supported`,
    explanation: 'nx-testmon needs Node 22.12 or later.',
    next: 'Install Node 22.12 or later and run again.',
  },
  'sqlite-not-loaded': {
    title: ({ detail }) => `The database module better-sqlite3 could not be loaded: ${detail}`,
    explanation: 'It has no binary for this platform, or its package is damaged.',
    next: 'Reinstall the packages on this machine, and check that node_modules was not copied from another one.',
  },
  'store-missing': {
    title: ({ file }) => `There is no store at ${file}`,
    explanation: `Nothing is known about any test file, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
  },
  'store-empty': {
    title: (problem) => `The store is empty (${where(problem)})`,
    explanation: `The file exists but holds no bytes, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
  },
  'store-foreign': {
    title: (problem) => `The file is not a store of nx-testmon (${where(problem)})`,
    explanation: `It is a text file or the database of another program, ${everythingSelected}.`,
    next: `Check NX_TESTMON_DATAFILE. ${movedAsideNext}`,
  },
  'store-newer': {
    title: (problem) => `The store was written by a newer version of nx-testmon (${where(problem)})`,
    explanation: `This version does not know its format, ${everythingSelected}.`,
    next: `Update nx-testmon. ${movedAsideNext}`,
  },
  'store-damaged': {
    title: (problem) => `The store is damaged (${where(problem)})`,
    explanation: `It could not be read as a database, ${everythingSelected}.`,
    next: movedAsideNext,
  },
  'store-busy': {
    title: (problem) => `The store is being written (${where(problem)})`,
    explanation: `It changed each time it was read, ${everythingSelected}.`,
    next: 'Run again when the other run has ended.',
  },
  'store-in-wal-mode': {
    title: (problem) => `Another program left the store in WAL mode (${where(problem)})`,
    explanation: 'Its newest pages are in a -wal file, which cannot be read without writing beside it.',
    next: 'Close the other program, or run once without --nocollect to switch the mode back.',
  },
  'store-unreadable': {
    title: (problem) => `The store could not be read (${where(problem)})`,
    explanation: `The system refused to read the file, ${everythingSelected}.`,
    next: 'Check the permissions of the file and its folder.',
  },
  'store-refused': {
    title: (problem) => `The store is not used (${where(problem)})`,
    explanation: `A branch or a cache can put anything into the folder .testmon. Only folders and regular files of its own are read and written there, ${everythingSelected} and nothing is stored.`,
    next: 'Delete it, and the next run starts a new store. To keep the database elsewhere, set NX_TESTMON_DATAFILE to its real path.',
  },
  'store-locked': {
    title: (problem) => `Another run is writing the store (${where(problem)})`,
    explanation: 'The lock was not free in time. What was collected is kept for a later merge.',
    next: 'The next collecting run merges it; `testmon merge` does so at once.',
  },
  'store-not-writable': {
    title: (problem) => `The store could not be written (${where(problem)})`,
    explanation:
      'The disk may be full, the folder read-only, or a permission missing. Tests are not affected.',
    next: 'Free some space or fix the permissions; a later run merges the records that were written.',
  },

  'no-facts-yet': {
    title: ({ file }) => `No facts are stored yet: ${file} does not exist`,
    explanation: '',
    next: 'A run that collects stores them.',
  },
  'store-damaged-in-parts': {
    title: ({ detail }) => `The store is damaged in parts, and what can't be read is left out (${detail})`,
    explanation: '',
    next: 'The next collecting run moves the file aside and keeps what can be read.',
  },
  'damaged-facts': {
    title: ({ facts }) => `Ignored ${count(facts, 'damaged fact')}`,
    explanation: '',
    next: 'Test files without another fact are selected, and store a new one.',
  },
  'passes-ahead-of-clock': {
    title: ({ passes }) =>
      `Ignored ${count(passes, 'pass', 'passes')} dated more than a day ahead of the clock`,
    explanation: '',
    next: 'Check the clocks of the machines that share facts.',
  },

  'record-not-written': {
    title: ({ detail }) => `The record could not be written: ${detail}`,
    explanation: 'It is missing from what Nx caches for this task.',
    next: 'Free some space or fix the permissions of the folder .testmon.',
  },
  'record-not-kept': {
    title: ({ detail }) => `The record could not be kept for a later merge: ${detail}`,
    explanation: 'The facts of this run are lost, so the test files are selected again.',
    next: 'Free some space or fix the permissions of the folder .testmon.',
  },
  'not-a-record': {
    title: ({ file, reason }) => `${file} is neither a record nor a store of nx-testmon: ${reason}`,
    explanation: '',
    next: 'Name a record, a database, or a folder that contains them.',
  },
  'record-newer': {
    title: ({ file, reason }) => `The record ${file} was written by a newer version of nx-testmon: ${reason}`,
    explanation: 'None of its facts were merged.',
    next: 'Update nx-testmon, and merge the record again.',
  },
  'record-invalid': {
    title: ({ file, reason }) => `The record ${file} is invalid: ${reason}`,
    explanation: 'None of its facts were merged.',
    next: ({ isMovedAside }) =>
      isMovedAside
        ? 'It was moved there so that it is not tried again. Delete it when you no longer need it.'
        : 'Copy it again from where it was recorded, or record it again.',
  },
  'record-unreadable': {
    title: ({ file, reason }) => `${file} could not be read: ${reason}`,
    explanation: 'Nothing of it was merged.',
    next: 'Check the path and its permissions.',
  },
  'database-not-merged': {
    title: ({ file, cause, detail }) =>
      `The database ${file} was not merged: ${databaseCauses[cause].what}${detail === undefined ? '' : ` (${detail})`}`,
    explanation: '',
    next: ({ cause }) => databaseCauses[cause].next,
  },
  'store-moved-aside': {
    title: ({ file, reason }) => `The store could not be used and was moved to ${file}: ${reason}`,
    explanation: 'A new store was started.',
    next: 'Delete the file when you no longer need it.',
  },
  'collecting-failed': {
    title: ({ detail }) => `Collecting failed: ${detail}`,
    explanation: 'This is a bug in nx-testmon. Nothing was stored; the results of the tests stand.',
    next: 'Please report it with these lines.',
  },

  'report-not-written': {
    title: ({ file, detail }) => `The report file ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Check the option `reportFile`.',
  },
  'summary-not-written': {
    title: ({ file, detail }) => `The job summary ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Check that GITHUB_STEP_SUMMARY names a writable file.',
  },
} satisfies ProblemTable;

/** For people: what happened, where, and what to do next. */
export function renderProblem(given: Problem): string {
  const problem = withPrintableFields(given);
  // TypeScript cannot see that the row is that of the problem's kind; `ProblemTable` holds it.
  const row = problemTable[problem.kind] as ProblemText<Problem>;
  const [title, explanation, next] = [row.title, row.explanation, row.next].map((text) =>
    typeof text === 'string' ? text : text(problem),
  );
  const rest = [explanation, next].filter((text) => text !== '').join(' ');
  const lines = (title ?? '').trimEnd();
  // After a code frame or a stack trace, the next step would not be found.
  return lines.includes('\n') ? `${lines}\n${rest}` : `${endSentence(lines)} ${rest}`;
}

function helpNext(command: string | undefined): string {
  if (command === undefined) return '`testmon --help` lists the commands.';
  const help = `\`testmon ${command} --help\` lists what it takes.`;
  return command === 'run' || command === 'exec'
    ? `Put ${command === 'run' ? 'test runner arguments' : 'the command to run'} after --. ${help}`
    : help;
}

/** What a test runner printed, possibly with colors. The runner has printed it itself as well. */
const runnersWords = new Set(['output', 'message']);

/** These are reported with the whole stack. */
const bugs: ReadonlySet<ProblemKind> = new Set(['internal-error', 'collecting-failed']);

function withPrintableFields(problem: Problem): Problem {
  const fields = Object.entries(problem).map(([name, value]) => {
    const isStack = (name === 'detail' || name === 'message') && !bugs.has(problem.kind);
    const shown: unknown = isStack && typeof value === 'string' ? endAtUserFrame(value) : value;
    return [name, toPrintable(name, shown)] as const;
  });
  return Object.fromEntries(fields) as unknown as Problem;
}

/** A stack trace up to the first frame of the user's code: what called that, and what only tools did, explains nothing. */
function endAtUserFrame(text: string): string {
  let hasEnded = false;
  const lines = text.split('\n').filter((line) => {
    if (!frame.test(line)) {
      hasEnded = false;
      return true;
    }
    if (hasEnded) return false;
    hasEnded = ownFrame.test(line) || !toolFrame.test(line);
    return hasEnded;
  });
  return lines.join('\n');
}

const frame = /^\s+at \S/;
/** Of Node or of a package. */
const toolFrame = /node_modules[\\/]|(?:\(|at )node:|\(native\)|<anonymous>\)?$/;
/** An error in code of nx-testmon may be a bug. */
const ownFrame = /node_modules[\\/]@?nx-testmon[\\/](?!.*node_modules)/;

function toPrintable(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => toPrintable(name, one));
  if (typeof value !== 'string' || runnersWords.has(name)) return value;
  // An error may bring its stack.
  return name === 'detail' ? printableLines(value) : printable(value);
}

/** What a title quotes may end a sentence by itself. */
function endSentence(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}

function where({ file, detail }: StoreFile): string {
  return detail === undefined ? file : `${file}: ${detail}`;
}
