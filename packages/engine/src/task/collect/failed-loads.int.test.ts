import { expect, test } from 'vitest';
import { createTaskWorkspace } from '../../task.testing';

const testFile = (body: string, imports = ''): string =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', () => { ${body} });\n`;

test('modules that a test file loads before it fails to load do not count for other test files', async () => {
  using workspace = createTaskWorkspace({
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
    'libs/a/src/broken.ts': `export const value = 1;\n`,
    'libs/a/src/throws.ts': `import { value } from './broken';\nthrow new Error(String(value));\n`,
    'libs/a/src/one.ts': `export const one = () => 1;\n`,
    'libs/a/src/failing.test.ts': testFile('expect(1).toBe(1);', `import './throws';`),
    'libs/a/src/passing.test.ts': testFile('expect(one()).toBe(1);', `import { one } from './one';`),
  });
  const { report, output } = await workspace.run();
  expect(report.outcome, output).toBe('failed');
  workspace.files.write({ 'libs/a/src/broken.ts': `export const value = 2;\n` });
  const { selected } = await workspace.select();
  expect(selected.map(({ testFile: { path } }) => path)).toEqual(['libs/a/src/failing.test.ts']);
});
