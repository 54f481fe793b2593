import { formatBlockId } from '@nx-testmon/core';
import type { TestFileExplanation } from '@nx-testmon/engine';

const total = formatBlockId({ kind: 'block', module: 'src/cart.ts', name: 'Cart.total()' });
const variable = formatBlockId({ kind: 'variable', name: 'API_URL' });
const project = formatBlockId({ kind: 'project', name: 'shop' });

/** A test file with something of every kind. */
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
      { path: 'src/index.ts', functions: 0, executed: [] },
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
