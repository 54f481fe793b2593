import { joinWords, type TableOf } from './problem-text';

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
      /** For example `exit code 134`. */
      readonly how: string;
    }
  | {
      readonly kind: 'internal-error';
      /** The stack trace, or what was thrown. */
      readonly detail: string;
    };

export const commandTexts = {
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
} satisfies TableOf<CommandProblem>;
