import type { TableOf } from './problem-text';

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

export const sourceTexts = {
  'plugin-not-registered': {
    title: ({ file }) => `${file} does not list the plugin nx-testmon`,
    explanation:
      'Without it, no targets are inferred, and the tasks of a command do not share an execution ID.',
    next: 'Run `nx add nx-testmon`, or add "nx-testmon" to its `plugins`.',
  },
  'store-not-ignored': {
    title: ({ root }) => `The folder .testmon of ${root} is not ignored by git`,
    explanation: 'The store changes with every run, and each branch would have its own.',
    next: 'Add `.testmon` to .gitignore.',
  },
  'lockfile-missing': {
    title: ({ root }) => `There is no lockfile in ${root}`,
    explanation: 'Packages count by their installed versions, without what they require.',
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
    explanation: 'The file counts as one block.',
    next: 'If the syntax is valid, please report it.',
  },
  'parser-not-loaded': {
    title: ({ detail }) => `oxc-parser can't be loaded: ${detail}`,
    explanation: 'Each module counts as one block.',
    next: 'Install nx-testmon again with optional dependencies.',
  },
  'manifest-invalid': {
    title: ({ path }) => `${path} is not a JSON object`,
    explanation: 'Its settings for modules and packages are ignored.',
    next: 'Correct the file.',
  },
  'tsconfig-unreadable': {
    title: ({ path }) => `${path} or what it extends can't be read`,
    explanation: 'Only the options in the file itself count.',
    next: 'Correct the file, or what it extends.',
  },
  'too-many-ignored-files': {
    title: ({ path, limit }) => `Only ${limit} files of ${path} are read`,
    explanation: 'The folder is ignored by git, and code refers to it.',
    next: 'Refer to a smaller folder, or declare the files with `dependsOnFiles`.',
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
    next: 'Correct the glob. A glob for a folder ends with `/**`.',
  },
} satisfies TableOf<SetupProblem | SourceProblem>;
