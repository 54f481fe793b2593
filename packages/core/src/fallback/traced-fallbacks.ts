import type { TracedFallbackKind } from './fallback';
import { type FallbackTexts, untracedReads, unknownReads, tracedRunsNext, nextRun } from './fallback-text';

const declareFiles = 'Declare the files with `dependsOnFiles`, and move such tests to their own files.';

/** Fallbacks that are observed while a test file runs. */
export const tracedFallbackTexts = {
  'process-started': {
    heading: 'Untraced process',
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a process that can't be traced",
    objectOf: (program) => `${program}, whose reads can't be traced`,
    explanation: unknownReads,
    next: 'Call the code directly if you can, and move tests that start programs to their own files.',
  },
  'thread-started': {
    heading: 'Untraced thread',
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a thread that can't be traced",
    explanation: unknownReads,
    next: "Call the thread's code directly if you can, and move tests that start threads to their own files.",
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
    heading: 'Untraced Node module',
    scope: 'data',
    verbs: ['uses', 'use'],
    object: 'a Node module that reads files in native code',
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
    explanation: 'The test file depends on every data file of the project.',
    next: 'Read fewer files, or a folder that git ignores.',
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
    verbs: ['calls', 'call'],
    object: 'a part of the test runner',
    objectOf: (name) => `${name}, which is part of the test runner`,
    explanation: "Its reads can't be distinguished from those of the test runner.",
    next: declareFiles,
  },
  'runner-untraced': {
    heading: 'Incomplete trace of the test runner',
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner whose own reads are unknown',
    explanation: 'The run was cut short, so the test file depends on every data file of the project.',
    next: nextRun,
  },
  'modules-unknown': {
    heading: 'Unreported modules',
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner that does not report the modules it loads',
    explanation: untracedReads,
    next: 'Use the Vitest pools `threads` or `forks`.',
  },
  'loads-unknown': {
    heading: 'Untraced loads',
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules by computed names where loads are not traced',
    explanation:
      'Its reads are incomplete without these loads, so the test file depends on every data file of the project. The loading code is a separate cause.',
    next: tracedRunsNext,
  },
  'custom-loader': {
    heading: 'Custom module loader',
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules through a custom loader or hooks',
    objectOf: (name) => `modules through a custom loader or hooks: ${name}`,
    explanation: untracedReads,
    next: 'Remove the loader if you can: Node runs TypeScript with erasable types.',
  },
} satisfies FallbackTexts<TracedFallbackKind>;
