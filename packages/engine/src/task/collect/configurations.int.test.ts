import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { namesSelectedAfter } from './selected-names.testing';

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'package.json': '{ "name": "root", "private": true }',
  'vitest.shared.mts': `import { defineConfig } from 'vitest/config';
export const shared = defineConfig({ test: { hookTimeout: 9000, coverage: { reporter: ['text'] } } });
`,
  'libs/a/package.json': '{ "name": "a", "type": "module", "version": "1.0.0" }',
  'libs/a/vitest.config.mts': `import { resolve } from 'node:path';
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import pkg from './package.json';
import { shared } from '../../vitest.shared.mts';
import { answers } from './tools/answers.mts';
const seconds = 1000;
function unrelated() { return 1; }
export default mergeConfig(shared, defineConfig({
  plugins: [answers({ answer: '42' })],
  define: { VERSION: JSON.stringify(pkg.version) },
  test: {
    include: ['src/*.test.ts'],
    testTimeout: 5 * seconds,
    outputFile: resolve('out.xml'),
    coverage: { reporter: ['text'], exclude: [...configDefaults.exclude] },
    reporters: process.env.NO_REPORT ? [] : ['default'],
  },
}));\n`,
  'libs/a/tools/answers.mts': `const load = (answer) => '2 * ' + answer;
export const answers = ({ answer }) => ({
  name: 'answers',
  transform: (code) => code.replace('ANSWER', load(answer)),
});\n`,
  'libs/a/src/one.test.ts': `import { expect, test } from 'vitest';
test('one', () => { expect([ANSWER, VERSION]).toEqual([84, '1.0.0']); });\n`,
};

const env = { CI: 'true', NO_COLOR: '1' };
const all = ['one'];
let workspace: TaskWorkspace;

async function run(content: Readonly<Record<string, string>>): Promise<void> {
  workspace = createTaskWorkspace(content);
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
}

async function selectedAfter(path: string, edit: (text: string) => string): Promise<string[]> {
  const text = workspace.files.read(path);
  const edited = edit(text);
  expect(edited).not.toBe(text);
  return namesSelectedAfter(workspace, path, edited, env);
}

const replacing = (from: string, to: string) => (text: string) => text.replace(from, to);
const config = 'libs/a/vitest.config.mts';

describe('a configuration of Vitest', () => {
  beforeAll(() => run(files), 200_000);
  afterAll(() => workspace[Symbol.dispose]());

  it('selects nothing without changes', async () => {
    expect((await workspace.select({}, { env })).selected).toEqual([]);
  });

  it.each<[string, string, (text: string) => string]>([
    ['a comment', config, replacing('const seconds', '/* of waiting */ const seconds')],
    ['a function that it does not call', config, replacing('return 1', 'return 2')],
    [
      'keys of the manifest that it does not read',
      'libs/a/package.json',
      replacing('"a",', '"a", "files": ["x"], "scripts": {"x": "y"}, "description": "",'),
    ],
    [
      'the same in the manifest of the workspace',
      'package.json',
      replacing('"private"', '"scripts": {"x": "y"}, "description": "", "private"'),
    ],
    ['a reporter', config, replacing("['default']", "['default', 'dot']")],
    ['a report file', config, replacing('out.xml', 'report.xml')],
    [
      'a format of the coverage report',
      config,
      replacing("reporter: ['text']", "reporter: ['text', 'html']"),
    ],
    ['a threshold', config, replacing('coverage: {', 'coverage: { thresholds: { lines: 80 },')],
  ])('selects nothing for an edit of %s', async (_, path, edit) => {
    expect(await selectedAfter(path, edit)).toEqual([]);
  });

  it.each<[string, string, (text: string) => string]>([
    ['a timeout', config, replacing('5 * seconds', '6 * seconds')],
    ['a constant that a timeout is made of', config, replacing('= 1000', '= 1001')],
    ['an option of a plugin', config, replacing("'42'", "'43'")],
    ['an alias', config, replacing('define:', "resolve: { alias: { x: 'y' } }, define:")],
    ['an option in a shared configuration', 'vitest.shared.mts', replacing('9000', '9001')],
    ['any option there, which other code may have', 'vitest.shared.mts', replacing("['text']", "['html']")],
    ['a function that a plugin calls', 'libs/a/tools/answers.mts', replacing("'2 * '", "'3 * '")],
    ['an effect', config, replacing('const seconds', 'process.env.X = 1;\nconst seconds')],
    ['a reporter that is made by code', config, replacing("['default']", '[unrelated()]')],
    ['a key of the manifest that it reads', 'libs/a/package.json', replacing('1.0.0', '2.0.0')],
  ])('selects all for %s', async (_, path, edit) => {
    expect(await selectedAfter(path, edit)).toEqual(all);
  });
});

describe('test files that load the configuration themselves', () => {
  const test = (load: string): string => `import { expect, test } from 'vitest';
test('it', async () => {
  ${load}
  expect(config.test.reporters).toContain('default');
});\n`;

  beforeAll(
    () =>
      run({
        '.gitignore': 'node_modules\n.testmon\n',
        'libs/a/package.json': '{ "name": "a", "type": "module" }',
        'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'], testTimeout: 60_000, reporters: ['default'] } };\n`,
        'libs/a/src/literal.test.ts': test(
          `const { default: config } = await import('../vitest.config.mts');`,
        ),
        'libs/a/src/computed.test.ts': test(
          `const name = ['..', 'vitest.config.mts'].join('/');
  const { default: config } = await import(/* @vite-ignore */ name);`,
        ),
        'libs/a/src/text.test.ts': test(
          `const { readFileSync } = await import('node:fs');
  const text = readFileSync(['vitest', 'config', 'mts'].join('.'), 'utf8');
  const config = { test: { reporters: /default/.exec(text) } };`,
        ),
        'libs/a/src/none.test.ts': test(`const config = { test: { reporters: ['default'] } };`),
      }),
    200_000,
  );
  afterAll(() => workspace[Symbol.dispose]());

  it('are selected for an ignored option', async () => {
    expect(await selectedAfter(config, replacing("['default']", "['default', 'dot']"))).toEqual([
      'computed',
      'literal',
      'text',
    ]);
  });

  it('are selected together with all others for an option that counts', async () => {
    const edit = replacing('60_000', '70_000');
    expect(await selectedAfter(config, edit)).toEqual(['computed', 'literal', 'none', 'text']);
  });
});

describe.each([
  [
    'a plugin of the workspace gets the options',
    {
      'libs/a/plugin.mts': `export const own = () => ({
  name: 'own',
  configResolved: (given) => void (process.env.SHOWN = JSON.stringify(given.test.reporters)),
});\n`,
    },
    `import { own } from './plugin.mts';`,
    `plugins: [own()], `,
    '',
  ],
  [
    'a global setup gets the options',
    {
      'libs/a/start.mts': `export default (one) => void (process.env.SHOWN = JSON.stringify(one['con' + 'fig'].reporters));\n`,
    },
    '',
    '',
    `globalSetup: ['start.mts'], `,
  ],
  [
    'a sequencer of the workspace asks for the options',
    {
      'libs/a/order.mts': `import { BaseSequencer } from 'vitest/node';
export class Own extends BaseSequencer {
  sort(files) {
    process.env.SHOWN = JSON.stringify(this.ctx.config.reporters);
    return files;
  }
}\n`,
    },
    `import { Own } from './order.mts';`,
    '',
    `sequence: { sequencer: Own }, `,
  ],
  [
    'one of the options asks for another',
    {},
    '',
    '',
    'get env() { return { SHOWN: String(this.reporters) }; }, ',
  ],
] as const)('where %s', (_, more, imported, plugins, options) => {
  beforeAll(
    () =>
      run({
        '.gitignore': 'node_modules\n.testmon\n',
        'libs/a/package.json': '{ "name": "a", "type": "module" }',
        'libs/a/vitest.config.mts': `${imported}
export default { ${plugins}test: { ${options}reporters: ['default'] } };\n`,
        'libs/a/src/one.test.ts': `import { expect, test } from 'vitest';
test('one', () => { expect(process.env.SHOWN).toContain('default'); });\n`,
        ...more,
      }),
    200_000,
  );
  afterAll(() => workspace[Symbol.dispose]());

  it('all of them count', async () => {
    expect(await selectedAfter(config, replacing("['default']", "['default', 'dot']"))).toEqual(all);
  });
});
