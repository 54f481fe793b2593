import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

const lock = (version: string) => ({
  lockfileVersion: 3,
  packages: { '': {}, 'node_modules/dep': { version, integrity: version } },
});
const dep = (version: string) => ({
  'node_modules/dep/index.js': `module.exports = '${version}';\n`,
  'node_modules/dep/package.json': JSON.stringify({ name: 'dep', version }),
});

let workspace: TaskWorkspace;
let installed: TestWorkspace;
const env = { CI: 'true', NO_COLOR: '1' };
const selected = async () =>
  (await workspace.select({}, { env })).selected.map(({ testFile }) => testFile.path.replace('libs/a/', ''));

beforeAll(() => {
  workspace = createTaskWorkspace(
    {
      '.gitignore': 'node_modules\n.testmon\n',
      'package-lock.json': lock('1.0.0'),
      'libs/a/package.json': '{ "name": "a", "type": "module" }',
      'libs/a/vitest.config.mts': 'export default {};',
      'libs/a/dep.test.ts': `import { expect, test } from 'vitest';\nimport dep from 'dep';\ntest('it', () => { expect(dep).toMatch(/^1/); });\n`,
      'libs/a/other.test.ts': `import { test } from 'vitest';\ntest('it', () => {});\n`,
    },
    { packages: ['vitest'] },
  );
  installed = createWorkspace(dep('1.0.0'));
  workspace.files.link('node_modules/dep', installed.path('node_modules/dep'));
});
afterAll(() => {
  workspace[Symbol.dispose]();
  installed[Symbol.dispose]();
});

it('a result is only stored if the installed packages match the lockfile', { timeout: 200_000 }, async () => {
  const first = await workspace.run({}, { env });
  expect(first.report.outcome, first.output).toBe('passed');
  expect(await selected()).toEqual([]);

  workspace.files.write({ 'package-lock.json': JSON.stringify(lock('1.1.0')) });
  const { output } = await workspace.run({}, { env });
  expect(output).toContain(
    'dep 1.0.0 is installed, but the lockfile has 1.1.0. Test files that use it are selected, and their results are not stored. Run `npm install`.',
  );
  expect(output).toContain(
    '1 result not stored: installed packages do not match the lockfile (libs/a/dep.test.ts)',
  );
  expect(await selected()).toEqual(['dep.test.ts']);

  installed.write(dep('1.1.0'));
  expect(await selected()).toEqual(['dep.test.ts']);
  const last = await workspace.run({}, { env });
  expect(await selected(), last.output).toEqual([]);
});
