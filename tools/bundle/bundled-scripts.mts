/** Sources of the scripts that run inside a test runner, by package and without `src`. A module of ECMAScript stays one, all others become CommonJS. */
export const bundledScripts: Readonly<Record<string, readonly string[]>> = {
  graph: ['probes/open-instrumenter.ts'],
  runner: ['reads/preload.ts'],
  vitest: ['child/discover.ts', 'child/run.ts', 'child/collect-setup.mts'],
  jest: [
    'child/discover.ts',
    'child/run.ts',
    'child/sequencer.ts',
    'child/reporter.ts',
    'worker/transformer.ts',
    'worker/test-runner.ts',
    'worker/runtime.ts',
  ],
  'node-test': ['child/run.ts', 'child/reporter.ts', 'worker/preload.ts'],
};
