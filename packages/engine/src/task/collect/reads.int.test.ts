import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { nameOfTest, namesSelectedAfter } from './selected-names.testing';

let workspace: TaskWorkspace;

const test = (body: string, imports = ''): string =>
  `import { beforeAll, expect, test } from 'vitest';
import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
${imports}
const folder = ['fix', 'tures'].join('');
test('it', async () => { ${body} });
`;

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\nignored\n',
  'libs/a/package.json': '{ "name": "a", "type": "module" }',
  'libs/a/vitest.config.mts': `import { readFileSync } from 'node:fs';
const plugin = {
  name: 'texts',
  transform(_: string, id: string) {
    if (!id.endsWith('.text')) return undefined;
    const text = readFileSync(new URL('./plugin-data.txt', import.meta.url), 'utf8');
    return 'export default ' + JSON.stringify(text);
  },
};
export default { plugins: [plugin], test: { pool: 'threads', include: ['src/*.test.ts'], setupFiles: ['./setup.ts'], globalSetup: ['./global.ts'] } };`,
  'libs/a/setup.ts': `import { readFileSync } from 'node:fs';\nreadFileSync('setup-data.txt');\n`,
  'libs/a/global.ts': `import { readFileSync } from 'node:fs';\nexport default () => { readFileSync('global-data.txt'); };\n`,
  'libs/a/setup-data.txt': 'setup',
  'libs/a/global-data.txt': 'global',
  'libs/a/plugin-data.txt': 'plugin',
  'libs/a/fixtures/a.json': '{ "a": 1 }',
  'libs/a/fixtures/b.json': '{ "b": 1 }',
  'libs/a/fixtures/many/one.txt': '1',
  'libs/a/ignored/c.json': '{ "c": 1 }',
  'libs/a/src/words.json': '{ "word": "hello" }',
  'libs/a/src/some.text': 'text',
  'libs/a/src/double.ts': `// Doubles.\nexport const double = (n: number) => n * 2;\n`,
  'libs/b/shared.txt': 'shared',
  'libs/b/package.json': '{ "name": "b" }',
  'libs/a/src/read-a.test.ts': test(
    `expect(JSON.parse(fs.readFileSync(folder + '/a.json', 'utf8')).a).toBe(1);`,
  ),
  'libs/a/src/read-b.test.ts': test(
    `expect(JSON.parse(text).b).toBe(1);`,
    `let text = '';\nbeforeAll(async () => { text = await readFile('fixtures/b.json', 'utf8'); });`,
  ),
  'libs/a/src/list.test.ts': test(`expect(fs.readdirSync('./fixtures/many').length).toBeGreaterThan(0);`),
  'libs/a/src/missing.test.ts': test(`expect(fs.existsSync(folder + '/later.json')).toBe(false);`),
  'libs/a/src/exists.test.ts': test(`expect(fs.existsSync(folder + '/a.json')).toBe(true);`),
  'libs/a/src/ignored.test.ts': test(
    `expect(fs.readFileSync(['ig', 'nored/c.json'].join(''), 'utf8')).toContain('1');`,
  ),
  'libs/a/src/snapshot.test.ts': test(`expect('a\\nb').toMatchSnapshot();`),
  'libs/a/src/__snapshots__/snapshot.test.ts.snap': `// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html\n\nexports[\`it 1\`] = \`\n"a\nb"\n\`;\n`,
  'libs/a/src/words.test.ts': test(`expect(words.word).toBe('hello');`, `import words from './words.json';`),
  'libs/a/src/own.test.ts': test(
    `const made = ['ma', 'de'].join(''); fs.mkdirSync(made, { recursive: true }); fs.writeFileSync(made + '/own.txt', 'own');
     expect(fs.readFileSync(made + '/own.txt', 'utf8')).toBe('own'); expect(fs.readdirSync(made)).toEqual(['own.txt']);`,
  ),
  'libs/a/src/source.test.ts': test(
    `expect(fs.readFileSync(['src/dou', 'ble.ts'].join(''), 'utf8')).toContain('n * 2');`,
  ),
  'libs/a/src/double.test.ts': test(`expect(double(2)).toBe(4);`, `import { double } from './double';`),
  'libs/a/src/plugged.test.ts': test(`expect(text).toBe('plugin');`, `import text from './some.text';`),
  'libs/a/src/other.test.ts': test(
    `expect(fs.readFileSync(['..', 'b', 'shared.txt'].join('/'), 'utf8')).toBe('shared');`,
  ),
  'libs/a/src/thread.test.ts': test(
    `const thread = new (process.getBuiltinModule(['worker', 'threads'].join('_')) as any).Worker('1', { eval: true });
     await new Promise((done) => thread.once('exit', done));`,
  ),
};

const all = Object.keys(files)
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => path.slice('libs/a/src/'.length));

const env = { CI: 'true', NO_COLOR: '1' };

/** Names of the test files that an edit selects. Stores nothing. */
const selectedAfter = (path: string, text: string | undefined) =>
  namesSelectedAfter(workspace, path, text, env);

beforeAll(async () => {
  workspace = createTaskWorkspace(files, { projects: { a: 'libs/a', b: 'libs/b' } });
  const { report: first, output } = await workspace.run({}, { env });
  expect(first.outcome, output).toBe('passed');
  expect(first.total).toBe(all.length);
  // One of them depends on the whole project, and another one left a file in it.
  const { report: second } = await workspace.run({}, { env });
  expect(second.selected.map(({ file }) => nameOfTest(file))).toEqual(['thread']);
}, 400_000);
afterAll(() => workspace[Symbol.dispose]());

describe('after a run that traced what its tests read', () => {
  it('nothing is selected without changes', async () => {
    const { selected, skipped } = await workspace.select({}, { env });
    expect(selected).toEqual([]);
    expect(skipped).toHaveLength(all.length);
  });

  it('skipped test files are explained, by dependencies that are only then computed', async () => {
    const [first] = (await workspace.select({}, { env })).skipped;
    const path = first?.testFile.path ?? '';
    expect(await workspace.explain(path, { env })).toMatchObject([
      {
        file: path,
        isSelected: false,
        dependencies: {
          basis: 'execution',
          modules: expect.arrayContaining([expect.objectContaining({ path })]) as unknown[],
        },
      },
    ]);
  });

  // Untraced code may have read anything.
  const always = ['thread'];
  it.each<[string, string, string | undefined, readonly string[]]>([
    [
      'a file selects the test that reads it, and none that reads its neighbor',
      'libs/a/fixtures/a.json',
      '{ "a": 1  }',
      ['read-a'],
    ],
    ['a file that a hook reads selects the test', 'libs/a/fixtures/b.json', '{ "b": 1  }', ['read-b']],
    [
      'a file that comes into a listed folder selects the test that lists it',
      'libs/a/fixtures/many/two.txt',
      '',
      ['list'],
    ],
    ['the content of a file in a listed folder selects nothing', 'libs/a/fixtures/many/one.txt', '2', []],
    [
      'a file that was looked for and missing selects the test when it comes',
      'libs/a/fixtures/later.json',
      '',
      ['missing'],
    ],
    [
      'a file that was looked for and there selects the test when it goes',
      'libs/a/fixtures/a.json',
      undefined,
      ['exists', 'read-a'],
    ],
    ['a snapshot selects its test', 'libs/a/src/__snapshots__/snapshot.test.ts.snap', '', ['snapshot']],
    ['imported JSON selects the test', 'libs/a/src/words.json', '{ "word":  "hello" }', ['words']],
    ['a file that no test read selects nothing', 'libs/a/notes.md', 'new', []],
    [
      'a comment in a module selects the test that reads it as text, and not the one that runs it',
      'libs/a/src/double.ts',
      `// Twice.\nexport const double = (n: number) => n * 2;\n`,
      ['source'],
    ],
    [
      'what a setup file reads selects all',
      'libs/a/setup-data.txt',
      'x',
      all.map((one) => one.replace('.test.ts', '')),
    ],
    [
      'what a global setup reads selects all',
      'libs/a/global-data.txt',
      'x',
      all.map((one) => one.replace('.test.ts', '')),
    ],
    [
      'what a plugin reads selects all',
      'libs/a/plugin-data.txt',
      'plugin ',
      all.map((one) => one.replace('.test.ts', '')),
    ],
  ])('%s', async (_, path, text, expected) => {
    expect(await selectedAfter(path, text)).toEqual([...new Set([...expected, ...always])].sort());
  });

  it('a file that git ignores selects the test that reads it', async () => {
    expect(await selectedAfter('libs/a/ignored/c.json', '{ "c": 1  }')).toEqual(['ignored']);
  });

  it('a file of another project selects the test that reads it', async () => {
    expect(await selectedAfter('libs/b/shared.txt', 'shared ')).toEqual(['other']);
  });

  it('files that a test created and did not remove select nothing', async () => {
    expect(workspace.files.read('libs/a/made/own.txt')).not.toBe('');
    expect(await selectedAfter('libs/a/made/own.txt', 'x')).toEqual(['thread']);
  });
});
