import { formatBlockId } from '@nx-testmon/core';
import type { FoundCode, SourceExplanation, TestFileExplanation } from '@nx-testmon/engine';

const total = formatBlockId({ kind: 'block', module: 'src/cart.ts', name: 'Cart.total()' });
const variable = formatBlockId({ kind: 'variable', name: 'API_URL' });
const project = formatBlockId({ kind: 'project', name: 'shop' });

/** A test file with an entry of every kind. */
export const explanation: TestFileExplanation = {
  project: 'shop',
  target: 'testmon',
  suite: 'shop:vitest.config.mts',
  file: 'src/cart.test.ts',
  isSelected: true,
  decision: { kind: 'changed', blocks: [total, variable, project] },
  reason: 'changed: src/cart.ts#Cart.total()',
  lastRun: { outcome: 'passed', durationMs: 1200, endedAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
  changes: [
    { block: total, kind: 'reached', steps: ['src/cart.test.ts#<effects>', 'src/cart.test.ts'], causes: [] },
    { block: variable, kind: 'variable', steps: [], causes: [] },
    { block: project, kind: 'gone', steps: [], causes: ['src/run.ts:12 starts git'] },
  ],
  dependencies: {
    basis: 'execution',
    modules: [
      { path: 'src/cart.ts', functions: 5, executed: ['Cart.total()', 'sum()'] },
      { path: 'src/index.ts', functions: 0 },
      { path: 'src/loaded.ts', functions: 1, executed: [] },
      { path: 'src/minified.js', functions: 1 },
    ],
    files: [
      { path: 'src/fixtures/', use: 'names' },
      { path: 'src/local.json', use: 'presence' },
      { path: 'src/prices.json', use: 'content' },
    ],
    packages: [
      { name: 'lodash', versions: ['4.17.21'] },
      { name: 'gone', versions: [] },
    ],
    variables: ['API_URL'],
    configuration: [{ path: 'vitest.config.mts', kind: 'test runner' }],
    groups: [
      { kind: 'data', name: 'src' },
      { kind: 'declared', name: 'x/**' },
      { kind: 'packages', name: '*' },
      { kind: 'project', name: 'shop' },
    ],
  },
  fallbacks: [{ kind: 'process-started', module: 'src/run.ts', line: 12, subject: 'git' }],
};

export const code: FoundCode = {
  file: 'src/cart.ts',
  isWholeFile: true,
  blocks: ['sum()', 'Cart.total()'],
  line: 12,
  parts: new Set(['sum()', 'Cart.total()']),
  branches: [],
  functions: [
    { name: 'sum()', line: 3 },
    { name: 'Cart.total()', line: 12 },
  ],
};

const dependent = { project: 'shop', target: 'testmon', suite: 'shop:', isCurrent: true, blocks: [] };
const lastRun = { outcome: 'passed', durationMs: 120, endedAt: Date.UTC(2026, 0, 2, 3, 4, 5) } as const;

/** Two projects whose test files have every relation to the code. */
export const tasks: readonly SourceExplanation[] = [
  {
    project: 'shop',
    target: 'testmon',
    testFiles: 5,
    withoutFacts: 1,
    isTestFile: false,
    dependents: [
      { ...dependent, file: 'a.test.ts', relation: 'executes', blocks: ['Cart.total()'], lastRun },
      {
        ...dependent,
        file: 'b.test.ts',
        relation: 'executes',
        blocks: ['Cart.total()'],
        isCurrent: false,
        lastRun,
      },
      { ...dependent, file: 'c.test.ts', relation: 'loads', lastRun: { ...lastRun, outcome: 'failed' } },
      { ...dependent, file: 'd.test.ts', relation: 'depends', blocks: ['sum()'] },
    ],
  },
  {
    project: 'site',
    target: 'testmon',
    testFiles: 2,
    withoutFacts: 0,
    isTestFile: false,
    dependents: (['reads', 'configured', 'lists', 'packages', 'group'] as const).map((relation) => ({
      ...dependent,
      project: 'site',
      file: `${relation}.test.ts`,
      relation,
      lastRun,
    })),
  },
];
