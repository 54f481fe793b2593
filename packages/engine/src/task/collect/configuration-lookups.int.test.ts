import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { namesSelectedAfter } from './selected-names.testing';

const test = (imports: string, body: string): string =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', () => { ${body} });\n`;

const greenToRed = `module.exports = { plugins: [{ postcssPlugin: 'x', Declaration(d) { if (d.value === 'red') d.value = require('./src/colors.cjs').other(); } }] };\n`;

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'package.json': '{ "name": "root" }',
  'libs/a/package.json': '{ "name": "a", "version": "1.0.0" }',
  'libs/a/postcss.config.js': greenToRed,
  'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'], css: { include: [/.+/] } } };`,
  'libs/a/src/colors.cjs': `exports.other = () => 'green';\nexports.first = () => 'red';\n`,
  'libs/a/src/t.css': 'a { color: red }\n',
  'libs/a/src/style.test.ts': test(`import text from './t.css?inline';`, `expect(text).toContain('green');`),
  'libs/a/src/colors.test.ts': test(`import { first } from './colors.cjs';`, `expect(first()).toBe('red');`),
};

const env = { CI: 'true', NO_COLOR: '1' };
let workspace: TaskWorkspace;

const selectedAfter = (path: string, text: string) => namesSelectedAfter(workspace, path, text, env);

beforeAll(async () => {
  workspace = createTaskWorkspace(files);
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
}, 200_000);
afterAll(() => workspace[Symbol.dispose]());

describe('configurations that plugins and the test runner look up', () => {
  it('select nothing without changes', async () => {
    expect((await workspace.select({}, { env })).selected).toEqual([]);
  });

  const all = ['colors', 'style'];
  it.each<[string, string, string]>([
    ['one that comes before the one in use', 'libs/a/.postcssrc.json', '{}'],
    ['one of another extension', 'libs/a/postcss.config.ts', 'export default {};'],
    ['one that is in use', 'libs/a/postcss.config.js', 'module.exports = {};'],
    [
      'a part that no test executes of a module that both load',
      'libs/a/src/colors.cjs',
      files['libs/a/src/colors.cjs']!.replace('green', 'blue'),
    ],
    ['a field of the nearest manifest', 'libs/a/package.json', '{ "name": "a", "postcss": {} }'],
    ['a field of a manifest above', 'package.json', '{ "name": "root", "browserslist": ["ie 11"] }'],
  ])('select all tests of the project: %s', async (_, path, text) => {
    expect(await selectedAfter(path, text)).toEqual(all);
  });

  it('select nothing if other fields of a manifest change', async () => {
    expect(await selectedAfter('libs/a/package.json', '{ "name": "a", "version": "2.0.0" }')).toEqual([]);
  });
});
