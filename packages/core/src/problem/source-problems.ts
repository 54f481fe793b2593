import type { TableOf } from './problem-text';

/**
 * Parts of the workspace that could not be read, so that more is selected. Paths are relative to the workspace root.
 */
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
      /** The installed version, and the versions in the lockfile. */
      readonly installed: string;
      readonly locked: string;
      /** Installs the versions of the lockfile. */
      readonly command: string;
    }
  | { readonly kind: 'package-in-no-lockfile'; readonly name: string }
  | { readonly kind: 'no-declared-file'; readonly glob: string };

export const sourceTexts = {
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
} satisfies TableOf<SourceProblem>;
