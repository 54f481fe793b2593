import type { RunFallbackKind } from './fallback';
import { type FallbackTexts, untracedReads, nextRun } from './fallback-text';

const noExecution = 'The executed functions and the files that are read are unknown.';

/** Fallbacks caused by the way in which a test file ran, or because it did not run. */
export const runFallbackTexts = {
  coverage: {
    heading: 'Coverage',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with coverage by a provider whose report would show probes, so nothing was collected',
    explanation: noExecution,
    next: 'Collect in runs without coverage, or use Vitest 4 or later with `v8` or `istanbul`, or Jest with `babel`.',
  },
  browser: {
    heading: 'Browser',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'in a browser, so nothing was collected',
    explanation: noExecution,
    next: 'Use jsdom or happy-dom for tests that do not need a browser.',
  },
  'custom-test-runner': {
    heading: 'Custom test runner',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with a test runner that is part of the workspace, so nothing was collected',
    objectOf: (path) =>
      `with the test runner ${path}, which is part of the workspace, so nothing was collected`,
    explanation: noExecution,
    next: 'Use a test runner from a package, such as jest-circus.',
  },
  'one-process': {
    heading: 'Shared process',
    scope: 'code',
    verbs: ['shared', 'shared'],
    object: 'a process with the other test files, so nothing was collected',
    explanation: noExecution,
    next: 'Run `node --test` without `--test-isolation=none`.',
  },
  'no-module-hooks': {
    heading: 'Node without module hooks',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'with a Node version that has no module hooks, so nothing was collected',
    explanation: noExecution,
    next: 'Use Node 22.15 or later.',
  },
  'no-probes': {
    heading: 'No probes',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'without probes, so nothing was collected',
    explanation: noExecution,
    next: 'Remove the option `probes: false`.',
  },
  'checks-types': {
    heading: 'Type checking',
    scope: 'code',
    verbs: ['checks', 'check'],
    object: 'types, so any change to a module it loads selects it',
    explanation: 'The type check depends on the declarations of all these modules and of all packages.',
    next: 'Type-check in a separate task: for ts-jest set `isolatedModules`.',
  },
  'shared-modules': {
    heading: 'Shared modules',
    scope: 'code',
    verbs: ['shares', 'share'],
    object: 'modules with other test files (`isolate: false`)',
    explanation: noExecution,
    next: 'Set `isolate: true` where a slower run is acceptable.',
  },
  'reads-untraced': {
    heading: 'Untraced reads',
    scope: 'data',
    verbs: ['ran', 'ran'],
    object: 'where file reads are not traced',
    explanation: untracedReads,
    next: nextRun,
  },
  'reads-incomplete': {
    heading: 'Incomplete reads',
    scope: 'data',
    verbs: ['may have read', 'may have read'],
    object: 'files that were not traced',
    explanation: 'An earlier version stored this fact without the cause.',
    next: nextRun,
  },
  'not-collected': {
    heading: 'Not collected',
    scope: 'code',
    verbs: ['ran', 'ran'],
    object: 'without collecting',
    explanation: noExecution,
    next: nextRun,
  },
  seeded: {
    heading: 'Seeded',
    scope: 'code',
    verbs: ['is', 'are'],
    object: 'assumed passing (seeded, not run)',
    explanation: noExecution,
    next: 'The first run of the test file replaces it.',
  },
} satisfies FallbackTexts<RunFallbackKind>;
