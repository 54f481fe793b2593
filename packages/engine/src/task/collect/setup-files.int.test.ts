import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { namesSelectedAfter } from './selected-names.testing';

const body = (name: string, text: string) => `export function ${name}() { return '${text}'; }\n`;

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'libs/a/package.json': '{ "name": "a", "type": "module" }',
  'libs/a/vitest.config.mts': `import { inConfiguration } from './tools/configuration.mts';
export default { test: { name: inConfiguration(), include: ['src/*.test.ts'], setupFiles: ['./setup.ts'], globalSetup: ['./global.ts'] } };`,
  'libs/a/tools/configuration.mts': `export function inConfiguration() { return 'a'; }
export function notInConfiguration() { return 'b'; }\n`,
  'libs/a/global.ts': `export { setUp as default } from './tools/set-up';\nexport * from './tools/tear-down';\n`,
  'libs/a/tools/set-up.ts': `import { inGlobalSetup } from '../src/kit/index';\nexport function setUp() { inGlobalSetup(); }\n`,
  'libs/a/tools/tear-down.ts': `export function teardown() { globalThis.ended = 'down'; }\n`,
  'libs/a/setup.ts': `import { afterAll, beforeEach, expect } from 'vitest';
import { atStart, inEach, inSome, last } from './src/kit/index';
globalThis.started = atStart();
beforeEach(() => { inEach(); });
afterAll(() => { last(); });
if (expect.getState().testPath?.endsWith('some.test.ts')) inSome();
`,
  'libs/a/src/kit/index.ts': `export * from './start';\nexport * from './hooks';\nexport * from './rest';\n`,
  'libs/a/src/kit/start.ts': body('atStart', 'start') + body('inGlobalSetup', 'global'),
  'libs/a/src/kit/hooks.ts': body('inEach', 'each') + body('last', 'last') + body('inSome', 'some'),
  'libs/a/src/kit/rest.ts': body('used', 'used') + body('unused', 'unused'),
  'libs/a/src/one.test.ts': `import { expect, test } from 'vitest';
import { used } from './kit/rest';
test('one', () => { expect(used()).toBeTypeOf('string'); });\n`,
  'libs/a/src/some.test.ts': `import { expect, test } from 'vitest';
test('some', () => { expect(globalThis.started).toBeTypeOf('string'); });\n`,
  'libs/a/src/two.test.ts': `import { test } from 'vitest';\ntest('two', () => {});\n`,
};

const env = { CI: 'true', NO_COLOR: '1' };
const all = ['one', 'some', 'two'];
let workspace: TaskWorkspace;

beforeAll(async () => {
  workspace = createTaskWorkspace(files);
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
}, 100_000);
afterAll(() => workspace[Symbol.dispose]());

async function selectedAfter(path: string, from: string, to: string): Promise<string[]> {
  const text = workspace.files.read(path);
  expect(text).toContain(from);
  return namesSelectedAfter(workspace, path, text.replace(from, to), env);
}

it.each<[string, string, string, string, readonly string[]]>([
  ['one that nothing executes selects nothing', 'src/kit/rest.ts', "'unused'", "'x'", []],
  ['one that a single test file executes selects that one', 'src/kit/rest.ts', "'used'", "'x'", ['one']],
  ['one that the setup file calls selects all', 'src/kit/start.ts', "'start'", "'x'", all],
  ['one that a hook of the setup file calls selects all', 'src/kit/hooks.ts', "'each'", "'x'", all],
  ['one that is called after all tests selects all', 'src/kit/hooks.ts', "'last'", "'x'", all],
  [
    'one that the setup file calls for one test file selects that one',
    'src/kit/hooks.ts',
    "'some'",
    "'x'",
    ['some'],
  ],
  ['one that the global setup calls selects all', 'src/kit/start.ts', "'global'", "'x'", all],
  ['one that the global setup re-exports selects all', 'tools/set-up.ts', 'setUp() {', 'setUp() { 1;', all],
  [
    'one of which the global setup re-exports all names selects all',
    'tools/tear-down.ts',
    "'down'",
    "'x'",
    all,
  ],
  ['one that the configuration calls selects all', 'tools/configuration.mts', "'a'", "'x'", all],
  ['one that the configuration could call selects all', 'tools/configuration.mts', "'b'", "'x'", all],
  ['the setup file itself selects all', 'setup.ts', 'inEach();', '', all],
])('an edit of a function that setup reaches: %s', async (_, path, from, to, selected) => {
  expect(await selectedAfter(`libs/a/${path}`, from, to)).toEqual(selected);
});

it('a new effect in a module that only the setup file loads selects all', async () => {
  expect(await selectedAfter('libs/a/src/kit/hooks.ts', 'export', 'globalThis.added = 1;\nexport')).toEqual(
    all,
  );
});
