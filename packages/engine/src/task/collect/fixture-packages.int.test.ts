import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { namesSelectedAfter } from './selected-names.testing';

const test = (imports: string, body: string): string =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', () => { ${body} });\n`;

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'libs/a/package.json': '{ "name": "a", "type": "module" }',
  'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
  'libs/a/fixtures/app/node_modules/dep/index.js': 'module.exports = 1;\n',
  'libs/a/fixtures/app/node_modules/dep/package.json': '{ "name": "dep", "version": "1.0.0" }\n',
  'libs/a/fixtures/app/.nx/state.txt': 'one\n',
  'libs/a/src/read.test.ts': test(
    `import { readFileSync } from 'node:fs';`,
    `expect(readFileSync('fixtures/app/node_modules/dep/index.js', 'utf8')).toContain('= 1');`,
  ),
  'libs/a/src/import.test.ts': test(
    `import dep from '../fixtures/app/node_modules/dep/index.js';`,
    'expect(dep).toBe(1);',
  ),
  'libs/a/src/require.test.ts': test(
    `import { createRequire } from 'node:module';`,
    `expect(createRequire(process.cwd() + '/fixtures/app/x.js')('dep')).toBe(1);`,
  ),
  'libs/a/src/list.test.ts': test(
    `import { readdirSync } from 'node:fs';`,
    `expect(readdirSync('fixtures/app/node_modules')).toEqual(['dep']);`,
  ),
  'libs/a/src/tree.test.ts': test(
    `import { readdirSync } from 'node:fs';`,
    `expect(readdirSync('fixtures/app', { recursive: true })).toHaveLength(6);`,
  ),
  'libs/a/src/state.test.ts': test(
    `import { readFileSync } from 'node:fs';`,
    `expect(readFileSync('fixtures/app/.nx/state.txt', 'utf8')).toBe('one\\n');`,
  ),
  'libs/a/src/none.test.ts': test('', ''),
};

const env = { CI: 'true', NO_COLOR: '1' };
let workspace: TaskWorkspace;

const selectedAfter = (path: string, text: string | undefined) =>
  namesSelectedAfter(workspace, path, text, env);

beforeAll(async () => {
  workspace = createTaskWorkspace(files);
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
}, 200_000);
afterAll(() => workspace[Symbol.dispose]());

describe('folders of a fixture with names that tools use', () => {
  it('select nothing without changes', async () => {
    expect((await workspace.select({}, { env })).selected).toEqual([]);
  });

  const app = 'libs/a/fixtures/app';
  it.each<[string, string, string | undefined, readonly string[]]>([
    ['a module', `${app}/node_modules/dep/index.js`, 'module.exports = 2;\n', ['import', 'read', 'require']],
    ['the manifest', `${app}/node_modules/dep/package.json`, '{ "main": "other.js" }', ['import', 'require']],
    ['a package that is added', `${app}/node_modules/more/index.js`, '', ['list', 'tree']],
    ['a file of another tool', `${app}/.nx/state.txt`, 'two\n', ['state']],
    ['a repository that is added', `${app}/.git/HEAD`, 'ref: refs/heads/main\n', ['tree']],
    ['what is installed', 'libs/a/node_modules/other/index.js', '', []],
  ])('count as project files: %s', async (_, path, text, selected) => {
    expect(await selectedAfter(path, text)).toEqual(selected);
  });
});
