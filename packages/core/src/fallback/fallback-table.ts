import type { FallbackKind, FallbackScope } from './fallback';

/** Sentences for people. */
export interface FallbackText {
  readonly scope: FallbackScope;
  /** What the code or the test file does: in the singular, in the plural. */
  readonly verbs: readonly [one: string, many: string];
  readonly object: string;
  /** The object where it is known what was asked for. */
  readonly objectOf?: (subject: string) => string;
  /** What it means. */
  readonly explanation: string;
  /** What to do. */
  readonly next: string;
}

export type FallbackTable = { readonly [Kind in FallbackKind]: FallbackText };

const unknownLoads = 'Nothing tells which modules it loads, so every file of the project counts.';
const untracedReads = 'What it reads is not seen, so every data file of the project counts.';
const unknownReads =
  'What is read elsewhere is not seen, so every file of the project and of those that it depends on counts.';
const noExecution = 'It is not known which functions run and which files are read.';
const declareFiles =
  'Name the files it reads with `dependsOnFiles`, and move it to test files of its own, so that others are selected by what they execute.';
const tracedRunsNext =
  'Import by a literal or by a constant of the same file. Where loads are traced (Jest, `node --test`, and the pools `threads` and `forks` of Vitest, with Node 22.15 or later), it counts by the modules that it loads.';
const nextRun = 'Run the test file once with collecting.';

/** A kind without its texts does not compile. */
export const fallbackTable = {
  'computed-import': {
    scope: 'project',
    verbs: ['imports', 'import'],
    object: 'a module by a computed name',
    objectOf: (code) => `a module by a computed name: ${code}`,
    explanation: unknownLoads,
    next: tracedRunsNext,
  },
  'computed-mock': {
    scope: 'project',
    verbs: ['mocks', 'mock'],
    object: 'a module, or expands a pattern, by a computed text',
    objectOf: (code) => `a module, or expands a pattern, by a computed text: ${code}`,
    explanation: 'Nothing tells which modules are replaced, so every file of the project counts.',
    next: 'Write the name or the pattern as a literal.',
  },
  'changes-loading': {
    scope: 'project',
    verbs: ['changes', 'change'],
    object: 'how modules are loaded',
    objectOf: (code) => `how modules are loaded: ${code}`,
    explanation: unknownLoads,
    next: 'Use the mocks of the test runner, or `import()` with a literal.',
  },
  'starts-process': {
    scope: 'project',
    verbs: ['may start', 'may start'],
    object: 'a process or a thread',
    objectOf: (code) => `a process or a thread: ${code}`,
    explanation: unknownReads,
    next: 'Where reads are traced, it counts only if it is started: see the other causes of these test files.',
  },
  'starts-worker': {
    scope: 'project',
    verbs: ['starts', 'start'],
    object: 'a worker',
    objectOf: (code) => `a worker: ${code}`,
    explanation: unknownReads,
    next: 'Call the code of the worker directly, or test it in a test file of its own.',
  },
  'evaluates-code': {
    scope: 'project',
    verbs: ['evaluates', 'evaluate'],
    object: 'code from text',
    objectOf: (code) => `code from text: ${code}`,
    explanation: unknownLoads,
    next: 'Where loads are traced, it counts by the modules that it loads. Else import the code.',
  },
  'evaluates-code-in-scope': {
    scope: 'project',
    verbs: ['evaluates', 'evaluate'],
    object: 'code from text among local names',
    objectOf: (code) => `code from text among local names: ${code}`,
    explanation: 'Such code can use every name around it, so every file of the project counts.',
    next: 'Replace `eval` by `new Function`, or import the code.',
  },
  'unresolved-import': {
    scope: 'project',
    verbs: ['imports', 'import'],
    object: "what can't be resolved",
    objectOf: (specifier) => `'${specifier}', which can't be resolved`,
    explanation: unknownLoads,
    next: 'Install the package, correct the specifier, or declare the alias in the configuration of the test runner.',
  },
  'syntax-error': {
    scope: 'module',
    verbs: ["can't be", "can't be"],
    object: 'parsed',
    objectOf: (error) => `parsed (${error})`,
    explanation: 'The file counts as one block.',
    next: 'Correct the syntax. If it is right, please report it.',
  },
  'whole-module': {
    scope: 'module',
    verbs: ['counts', 'count'],
    object: 'with its whole text',
    explanation:
      'A test reads the text or a function of it as text, or a plugin of the user changes it, so every edit of it counts.',
    next: 'Nothing has to be done, unless the module changes often.',
  },

  'process-started': {
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a process that can't be traced",
    objectOf: (program) => `${program}, whose reads can't be traced`,
    explanation: unknownReads,
    next: 'Call the code directly where that is possible, and keep what starts programs in test files of its own.',
  },
  'thread-started': {
    scope: 'project',
    verbs: ['starts', 'start'],
    object: "a thread that can't be traced",
    explanation: unknownReads,
    next: 'Call the code of the thread directly, and keep what starts threads in test files of its own.',
  },
  'native-code': {
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'native code that may read files',
    objectOf: (name) => `native code that may read files: ${name}`,
    explanation: untracedReads,
    next: declareFiles,
  },
  'untraced-builtin': {
    scope: 'data',
    verbs: ['uses', 'use'],
    object: 'a module of Node that reads files in native code',
    objectOf: (name) => `${name}, which reads files in native code`,
    explanation: untracedReads,
    next: declareFiles,
  },
  'too-many-reads': {
    scope: 'data',
    verbs: ['reads', 'read'],
    object: 'more files than are worth comparing',
    objectOf: (number) => `more than ${number} files`,
    explanation: 'Every data file of the project counts.',
    next: 'Read fewer files, or a folder that is ignored by git.',
  },
  'tracing-failed': {
    scope: 'data',
    verbs: ['reads', 'read'],
    object: 'files that could not be traced',
    objectOf: (error) => `files that could not be traced: ${error}`,
    explanation: untracedReads,
    next: 'This is a bug in nx-testmon. Please report it with this line.',
  },
  'runs-test-runner': {
    scope: 'data',
    verbs: ['runs', 'run'],
    object: 'a part of the test runner by itself',
    objectOf: (name) => `${name}, a part of the test runner, by itself`,
    explanation: "Its reads can't be told from those of the test runner.",
    next: declareFiles,
  },
  'runner-untraced': {
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner whose own reads are not known',
    explanation: 'The run was cut short, so every data file of the project counts.',
    next: nextRun,
  },
  'modules-unknown': {
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'in a test runner that does not report the modules it loads',
    explanation: untracedReads,
    next: 'Use the pools `threads` or `forks` of Vitest.',
  },
  'loads-unknown': {
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules by computed names where loads are not traced',
    explanation: unknownLoads,
    next: tracedRunsNext,
  },
  'custom-loader': {
    scope: 'data',
    verbs: ['loads', 'load'],
    object: 'modules through hooks or a loader of other code',
    objectOf: (name) => `modules through hooks or a loader of other code: ${name}`,
    explanation: 'What such code reads is not seen, so every data file of the project counts.',
    next: 'Let Node load the modules itself: it runs TypeScript whose types it can strip.',
  },

  coverage: {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with coverage, so that nothing was collected: probes would appear in the report',
    explanation: noExecution,
    next: 'Collect in runs without coverage.',
  },
  browser: {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'in a browser, where nothing is collected',
    explanation: noExecution,
    next: 'Use jsdom or happy-dom for what needs no browser.',
  },
  'custom-test-runner': {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with a test runner that is part of the workspace, where nothing is collected',
    objectOf: (path) =>
      `with the test runner ${path}, which is part of the workspace, so that nothing was collected`,
    explanation: noExecution,
    next: 'Use a test runner from a package, such as jest-circus.',
  },
  'one-process': {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'in one process with the other test files, where nothing is collected',
    explanation: noExecution,
    next: 'Run `node --test` without `--test-isolation=none`.',
  },
  'no-module-hooks': {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with a version of Node that has no module hooks, so that nothing was collected',
    explanation: noExecution,
    next: 'Use Node 22.15 or later.',
  },
  'no-probes': {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'without probes, so that nothing was collected',
    explanation: noExecution,
    next: 'Remove the option `probes: false`.',
  },
  'checks-types': {
    scope: 'code',
    verbs: ['checks', 'check'],
    object: 'types, so that every change of a module that it loads counts',
    explanation: 'Whether types agree depends on the declarations of all these modules and of all packages.',
    next: 'Type-check in a task of its own: for ts-jest set `isolatedModules`.',
  },
  'shared-modules': {
    scope: 'code',
    verbs: ['shares', 'share'],
    object: 'modules with other test files (`isolate: false`)',
    explanation: noExecution,
    next: 'Set `isolate: true` for the test files that can pay for it.',
  },
  'reads-untraced': {
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'where file reads are not traced',
    explanation: untracedReads,
    next: nextRun,
  },
  'reads-incomplete': {
    scope: 'data',
    verbs: ['may have read', 'may have read'],
    object: 'files that were not traced',
    explanation: 'The fact is of an earlier version, which did not keep the cause.',
    next: nextRun,
  },
  'not-collected': {
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'without anything collected',
    explanation: noExecution,
    next: nextRun,
  },
  seeded: {
    scope: 'code',
    verbs: ['is', 'are'],
    object: 'assumed passing (seeded, not run)',
    explanation: noExecution,
    next: 'The first run of the test file replaces it.',
  },
} satisfies FallbackTable;
