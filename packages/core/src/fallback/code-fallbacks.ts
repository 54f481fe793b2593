import type { CodeFallbackKind } from './fallback';
import { type FallbackTexts, unknownLoads, unknownReads, tracedRunsNext } from './fallback-text';

/** What is found in the code. */
export const codeFallbackTexts = {
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
} satisfies FallbackTexts<CodeFallbackKind>;
