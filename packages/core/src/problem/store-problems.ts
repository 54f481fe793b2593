import { count } from '../text/count';
import type { TableOf } from './problem-text';
import { type StoreFileProblem, storeFileTexts } from './store-file-problems';

/** Why the store could not be read or written. */
export type StoreProblem =
  | { readonly kind: 'unsupported-node'; readonly version: string }
  | { readonly kind: 'sqlite-not-loaded'; readonly detail: string }
  | StoreFileProblem;

/** Parts of a store that could not be used, so that more is selected. */
export type StoreContentProblem =
  | { readonly kind: 'no-facts-yet'; readonly file: string }
  | { readonly kind: 'store-damaged-in-parts'; readonly detail: string }
  | { readonly kind: 'damaged-facts'; readonly facts: number }
  | { readonly kind: 'passes-ahead-of-clock'; readonly passes: number };

export const storeTexts = {
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
  ...storeFileTexts,
  'no-facts-yet': {
    title: ({ file }) => `No facts are stored yet: ${file} does not exist`,
    explanation: '',
    next: 'Run once without --nocollect.',
  },
  'store-damaged-in-parts': {
    title: ({ detail }) => `The store is partly damaged; unreadable facts are ignored (${detail})`,
    explanation: '',
    next: 'The next collecting run moves the file aside and keeps the readable facts.',
  },
  'damaged-facts': {
    title: ({ facts }) => `Ignored ${count(facts, 'damaged fact')}`,
    explanation: '',
    next: 'Test files without another fact are selected, and the run stores a new one.',
  },
  'passes-ahead-of-clock': {
    title: ({ passes }) =>
      `Ignored ${count(passes, 'pass', 'passes')} dated more than a day ahead of the clock`,
    explanation: '',
    next: 'Check the clocks of the machines that share facts.',
  },
} satisfies TableOf<StoreProblem | StoreContentProblem>;
