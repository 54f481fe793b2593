import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTaskWorkspace } from '../../task.testing';

test('a task whose arguments run no tests passes, and stores nothing', async () => {
  using workspace = createTaskWorkspace({
    'package.json': { name: 'w' },
    'libs/a/package.json': { name: 'a' },
    'libs/a/vitest.config.mjs': `export default { test: { include: ['*.check.js'] } };`,
    'libs/a/one.check.js': `throw new Error('was run');`,
  });
  const { report, exitCode } = await workspace.run({ _: ['--help'] });
  expect(report).toMatchObject({ outcome: 'passed', selected: [], total: 0, collect: false });
  expect(exitCode).toBe(0);
  expect(existsSync(workspace.files.path('.testmon'))).toBe(false);
});
