import { listNames } from '../text/list-names';
import { count } from '../text/count';
import { joinWords, type TableOf } from './problem-text';

/** Why the selection of a project is off, and what prevents turning it off or on. */
export type AuditProblem =
  | {
      readonly kind: 'breaker-set';
      readonly project: string;
      /** ISO 8601. */
      readonly foundAt: string;
      /** Paths of the missed test files. */
      readonly testFiles: readonly string[];
    }
  | {
      readonly kind: 'breaker-unreadable';
      readonly project: string;
      /** Absolute path. */
      readonly file: string;
      readonly detail: string;
    }
  | { readonly kind: 'breaker-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'breaker-not-cleared'; readonly file: string; readonly detail: string };

const namedTestFiles = 3;

export const auditTexts = {
  'breaker-set': {
    title: ({ project, foundAt, testFiles }) =>
      `The selection is off for project ${project}: an audit at ${foundAt} found ${count(testFiles.length, 'test file')} that failed and would have been skipped (${listed(testFiles)})`,
    explanation: 'Every test file of the project runs.',
    next: ({ project }) =>
      `Find out why, then turn the selection on again with \`testmon audit --clear --projects ${project}\`.`,
  },
  'breaker-unreadable': {
    title: ({ project, file, detail }) =>
      `The selection is off for project ${project}: what an audit stored can't be read (${file}: ${detail})`,
    explanation: 'Every test file of the project runs.',
    next: ({ project }) =>
      `Turn the selection on again with \`testmon audit --clear --projects ${project}\`.`,
  },
  'breaker-not-written': {
    title: ({ file, detail }) => `The selection could not be turned off (${file}: ${detail})`,
    explanation: 'The next run of the project selects test files as before.',
    next: 'Fix the permissions, and run everything with --noselect until the missed test file is explained.',
  },
  'breaker-not-cleared': {
    title: ({ file, detail }) => `The selection could not be turned on again (${file}: ${detail})`,
    explanation: 'Every test file of the project runs.',
    next: 'Fix the permissions, then repeat the command.',
  },
} satisfies TableOf<AuditProblem>;

function listed(testFiles: readonly string[]): string {
  return testFiles.length > namedTestFiles
    ? listNames(testFiles, namedTestFiles)
    : joinWords(testFiles, 'and');
}
