import type { TableOf } from './problem-text';

/** Missing setup without which nx-testmon selects more or shares less. */
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

/** Parts of the workspace that could not be read. More is selected then. Paths are relative to the workspace root. */
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
      readonly name: string;
      /** The installed version, and those of the lockfile. */
      readonly installed: string;
      readonly locked: string;
      /** Installs the versions of the lockfile. */
      readonly command: string;
    }
  | { readonly kind: 'package-in-no-lockfile'; readonly name: string }
  | { readonly kind: 'no-declared-file'; readonly glob: string };

export const sourceTexts = {
  'plugin-not-registered': {
    title: ({ file }) => `${file} does not list the nx-testmon plugin`,
    explanation:
      'Without it, no targets are inferred, and the tasks of a command do not share an execution ID.',
    next: 'Run `nx add nx-testmon`, or add "nx-testmon" to `plugins`.',
  },
  'store-not-ignored': {
    title: ({ root }) => `git does not ignore the .testmon folder of ${root}`,
    explanation: 'The store changes with every run, and each branch would have its own.',
    next: 'Add `.testmon` to .gitignore.',
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
    title: ({ root }) => `The packages installed in ${root} do not match the lockfile`,
    explanation: 'Test files that use these packages are selected, and their results are not stored.',
    next: 'Install with your package manager, for example with `npm ci`.',
  },
  'folder-unreadable': {
    title: ({ path }) => `The folder ${path} can't be read`,
    explanation: 'Its files are ignored.',
    next: 'Check its permissions.',
  },
  'file-unreadable': {
    title: ({ path, detail }) => `${path} can't be read: ${detail}`,
    explanation: 'It is compared by its modification time.',
    next: 'Check its permissions.',
  },
  'module-unreadable': {
    title: ({ path, detail }) => `${path} can't be parsed: ${detail}`,
    explanation: 'Any change to the file selects the test files that load it.',
    next: 'If the syntax is valid, please report it.',
  },
  'parser-not-loaded': {
    title: ({ detail }) => `oxc-parser can't be loaded: ${detail}`,
    explanation: 'Any change to a module selects the test files that load it.',
    next: 'Install nx-testmon again with optional dependencies.',
  },
  'manifest-invalid': {
    title: ({ path }) => `${path} is not a JSON object`,
    explanation: 'Its settings for modules and packages are ignored.',
    next: 'Fix the file.',
  },
  'tsconfig-unreadable': {
    title: ({ path }) => `${path} or a configuration that it extends can't be read`,
    explanation: 'Options that it extends are ignored.',
    next: 'Fix the file or the configuration it extends.',
  },
  'too-many-ignored-files': {
    title: ({ path, limit }) => `Only ${limit} files of ${path} are read`,
    explanation: 'The folder is ignored by git, and code refers to it.',
    next: 'Refer to a smaller folder, or declare the files with `dependsOnFiles`.',
  },
  'package-not-as-locked': {
    title: ({ name, installed, locked }) =>
      `${name} ${installed} is installed, but the lockfile has ${locked}`,
    explanation: 'Test files that use it are selected, and their results are not stored.',
    next: ({ command }) => `Run \`${command}\`.`,
  },
  'package-in-no-lockfile': {
    title: ({ name }) => `${name} is not in a lockfile`,
    explanation: 'Its installed version is compared.',
    next: 'Install it with your package manager, and commit the lockfile.',
  },
  'no-declared-file': {
    title: ({ glob }) => `dependsOnFiles: no file matches ${glob}`,
    explanation: '',
    next: 'Fix the glob. A glob for a folder ends with `/**`.',
  },
} satisfies TableOf<SetupProblem | SourceProblem>;
