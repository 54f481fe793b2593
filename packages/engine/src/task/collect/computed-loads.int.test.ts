import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyTaskWorkspace, createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

/** The state after a collecting run. Each test has its own copy. */
let collected: TaskWorkspace;
let workspace: TaskWorkspace;

const write = (path: string, text: string) => workspace.files.write({ [`libs/a/${path}`]: text });

/** Test files that would run now. */
async function selected(): Promise<string[]> {
  const { selected: files } = await workspace.select();
  return files.map(({ testFile }) => testFile.path.replace('libs/a/src/', '')).sort();
}

const testFile = (body: string, imports = ''): string =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', async () => { ${body} });\n`;

const imports = `import { load, loadByVariable, need } from './load';`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "a", "type": "module" }',
  'vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
  'src/load.ts': `import { createRequire } from 'node:module';
export const load = (name: string): Promise<{ value(): string }> => import(\`./plugins/\${name}.ts\`);
export const loadByVariable = (path: string): Promise<{ value(): string; one: string }> => import(/* @vite-ignore */ path);
const requireFrom = createRequire(import.meta.url);
export const need = (path: string): { value: string } => requireFrom(path);
`,
  'src/plugins/one.ts': `export const value = () => 'one';\nexport const other = () => 'other';\n`,
  'src/named/two.ts': `export const value = () => 'two';\n`,
  'src/old/package.json': '{ "type": "commonjs" }',
  'src/old/one.js': `exports.value = require('./names.js').one;\n`,
  'src/old/names.js': `exports.one = 'one';\nexports.two = 'two';\n`,
  'src/old/two.js': `exports.value = 'two';\n`,
  'src/native/one.mjs': `export const value = async () => (await import('./in' + 'ner.mjs')).value;\n`,
  'src/native/inner.mjs': `export const value = 'one';\n`,
  'src/named/constants.ts': `export const one = 'one';\nexport const two = 'two';\n`,
  'src/constant.test.ts': testFile(
    `expect((await loadByVariable('./named/' + 'constants')).one).toBe('one');`,
    imports,
  ),
  'src/both-ways.test.ts': testFile(
    `expect([two, (await loadByVariable('./named/' + 'constants')).one]).toEqual(['two', 'one']);`,
    `${imports}\nimport { two } from './named/constants';`,
  ),
  'src/by-path.test.ts': testFile(
    `expect([two, (await loadByVariable(import.meta.dirname + '/named/constants.ts')).one]).toEqual(['two', 'one']);`,
    `${imports}\nimport { two } from './named/constants';`,
  ),
  'src/named-only.test.ts': testFile(`expect(two).toBe('two');`, `import { two } from './named/constants';`),
  'src/data.txt': 'data',
  'src/template.test.ts': testFile(`expect((await load('one')).value()).toBe('one');`, imports),
  'src/variable.test.ts': testFile(
    `expect((await loadByVariable('./named/' + 'two')).value()).toBe('two');`,
    imports,
  ),
  'src/required.test.ts': testFile(`expect(need('./old/' + 'one').value).toBe('one');`, imports),
  'src/missing.test.ts': testFile(
    `await expect(loadByVariable('./named/' + 'none')).rejects.toThrow();`,
    imports,
  ),
  'src/missing-required.test.ts': testFile(`expect(() => need('./old/' + 'none')).toThrow();`, imports),
  'src/text.test.ts': testFile(
    `expect(await new Function('need', 'return need("./native/one.mjs").value()')(need)).toBe('one');`,
    imports,
  ),
  'src/unused.test.ts': testFile(`expect(load.length).toBe(1);`, imports),
};

beforeAll(async () => {
  collected = createTaskWorkspace(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [join('libs/a', path), text])),
  );
  const { report, output } = await collected.run();
  expect(report.outcome, output).toBe('passed');
}, 60_000);
afterAll(() => collected[Symbol.dispose]());

beforeEach(() => {
  workspace = copyTaskWorkspace(collected);
});
afterEach(() => workspace[Symbol.dispose]());

describe('a test file that loads modules by computed names', () => {
  test('depends on no file that it has not loaded', async () => {
    expect(await selected()).toEqual([]);
    write('src/data.txt', 'other');
    write('src/old/two.js', `exports.value = 'changed';\n`);
    expect(await selected()).toEqual([]);
    expect(await workspace.explain('libs/a/src/template.test.ts')).toMatchObject([
      { isSelected: false, changes: [], dependencies: { basis: 'execution' } },
    ]);
  });

  test.each([
    [
      'a function that it executed',
      'src/plugins/one.ts',
      files['src/plugins/one.ts']!.replace(`'one'`, `'1'`),
      ['template.test.ts'],
    ],
    [
      'no function that it did not execute',
      'src/plugins/one.ts',
      files['src/plugins/one.ts']!.replace(`'other'`, `'1'`),
      [],
    ],
    [
      'a module that is found without its extension',
      'src/named/two.ts',
      `export const value = () => 2;\n`,
      ['variable.test.ts'],
    ],
    [
      'a constant, also of a module that an import names as well',
      'src/named/constants.ts',
      files['src/named/constants.ts']!.replace(`'one'`, `'1'`),
      ['both-ways.test.ts', 'by-path.test.ts', 'constant.test.ts'],
    ],
    ['a CommonJS module', 'src/old/one.js', `exports.value = 1;\n`, ['required.test.ts']],
    ['what that requires', 'src/old/names.js', `exports.one = 1;\n`, ['required.test.ts']],
    [
      'what Node loads for code from text',
      'src/native/inner.mjs',
      `export const value = 1;\n`,
      ['text.test.ts'],
    ],
    ['a module that was missing', 'src/named/none.ts', '', ['missing.test.ts']],
    ['a CommonJS module that was missing', 'src/old/none.js', '', ['missing-required.test.ts']],
    [
      'a module that comes before another',
      'src/named/two.js',
      `export const value = () => 2;\n`,
      ['variable.test.ts'],
    ],
    ['a CommonJS module that comes before another', 'src/old/one', '', ['required.test.ts']],
  ])('depends on %s', async (_, path, text, expected) => {
    write(path, text);
    expect(await selected()).toEqual(expected);
  });

  test('depends on the names that a template can produce', async () => {
    write('src/plugins/three.ts', '');
    expect(await selected()).toContain('template.test.ts');
  });
});
