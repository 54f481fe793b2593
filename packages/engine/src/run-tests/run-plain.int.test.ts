import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTaskWorkspace } from '../task.testing';

const configurations = {
  jest: { 'libs/a/jest.config.js': `module.exports = { testMatch: ['**/*.check.js'] };` },
  vitest: { 'libs/a/vitest.config.mjs': `export default { test: { include: ['*.check.js'] } };` },
};

test.each([
  ['jest', { listTests: true }],
  ['jest', { version: true }],
  ['vitest', { version: true }],
  ['vitest', { help: true }],
] as const)(
  'a task of %s whose arguments ask for something else than tests passes, and stores nothing: %j',
  async (runner, raw) => {
    using workspace = createTaskWorkspace({
      'package.json': { name: 'w' },
      'libs/a/package.json': { name: 'a' },
      'libs/a/one.check.js': `throw new Error('was run');`,
      ...configurations[runner],
    });
    const { report, exitCode } = await workspace.run(raw);
    expect(report).toMatchObject({ outcome: 'passed', selected: [], total: 0, collect: false });
    expect(exitCode).toBe(0);
    expect(existsSync(workspace.files.path('.testmon'))).toBe(false);
  },
);
