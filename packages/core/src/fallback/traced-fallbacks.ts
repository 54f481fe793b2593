import type { TracedFallbackKind } from './fallback';
import { type FallbackTexts, untracedReads, unknownReads, tracedRunsNext, nextRun } from './fallback-text';

const declareFiles =
  'Name the files it reads with `dependsOnFiles`, and move it to test files of its own, so that others are selected by what they execute.';

/** What is seen while a test file runs. */
export const tracedFallbackTexts = {
  'process-started': {
    heading: 'Untraced process',
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a process that can't be traced",
    objectOf: (program) => `${program}, whose reads can't be traced`,
    explanation: unknownReads,
    next: 'Call the code directly where that is possible, and keep what starts programs in test files of its own.',
  },
  'thread-started': {
    heading: 'Untraced thread',
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a thread that can't be traced",
    explanation: unknownReads,
    next: 'Call the code of the thread directly, and keep what starts threads in test files of its own.',
  },
  'native-code': {
    heading: 'Native code',
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'native code that may read files',
    objectOf: (name) => `native code that may read files: ${name}`,
    explanation: untracedReads,
    next: declareFiles,
  },
  'untraced-builtin': {
    heading: 'Untraced module of Node',
    scope: 'data',
    verbs: ['uses', 'use'],
    object: 'a module of Node that reads files in native code',
    objectOf: (name) => `${name}, which reads files in native code`,
    explanation: untracedReads,
    next: declareFiles,
  },
  'too-many-reads': {
    heading: 'Too many files',
    scope: 'data',
    verbs: ['reads', 'read'],
    object: 'too many files to compare',
    objectOf: (number) => `more than ${number} files`,
    explanation: 'Every data file of the project counts.',
    next: 'Read fewer files, or a folder that is ignored by git.',
  },
  'tracing-failed': {
    heading: 'Failed trace',
    scope: 'data',
    verbs: ['reads', 'read'],
    object: 'files that could not be traced',
    objectOf: (error) => `files that could not be traced: ${error}`,
    explanation: untracedReads,
    next: 'This is a bug in nx-testmon. Please report it with this line.',
  },
  'runs-test-runner': {
    heading: 'Test runner as a library',
    scope: 'data',
    verbs: ['runs', 'run'],
    object: 'a part of the test runner by itself',
    objectOf: (name) => `${name}, a part of the test runner, by itself`,
    explanation: "Its reads can't be told from those of the test runner.",
    next: declareFiles,
  },
  'runner-untraced': {
    heading: 'Incomplete trace of the test runner',
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner whose own reads are not known',
    explanation: 'The run was cut short, so every data file of the project counts.',
    next: nextRun,
  },
  'modules-unknown': {
    heading: 'Unreported modules',
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner that does not report the modules it loads',
    explanation: untracedReads,
    next: 'Use the pools `threads` or `forks` of Vitest.',
  },
  'loads-unknown': {
    heading: 'Untraced loads',
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules by computed names where loads are not traced',
    explanation:
      'Its reads are not complete without these loads, so every data file of the project counts. The code that loads is a cause of its own.',
    next: tracedRunsNext,
  },
  'custom-loader': {
    heading: 'Custom module loader',
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules through a custom loader or hooks',
    objectOf: (name) => `modules through a custom loader or hooks: ${name}`,
    explanation: untracedReads,
    next: 'Let Node load the modules itself: it runs TypeScript whose types it can strip.',
  },
} satisfies FallbackTexts<TracedFallbackKind>;
